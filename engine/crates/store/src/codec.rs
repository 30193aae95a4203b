//! The encoding of journal payloads: little-endian numbers, counted texts and lists, nothing implied.
//! Reading never trusts a count: it takes what is there or says that it ends too early.

/// Why bytes are no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecodeError(pub(crate) &'static str);

/// What is left to read.
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (head, rest) = self
            .0
            .split_at_checked(count)
            .ok_or(DecodeError("it ends too early"))?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    pub(crate) fn end(&self) -> Result<(), DecodeError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(DecodeError("bytes are left over"))
        }
    }
}

/// A value with a place in the journal.
pub(crate) trait Encode: Sized {
    /// Appends the value.
    fn put(&self, out: &mut Vec<u8>);
    /// Reads a value.
    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError>;
}

macro_rules! encode_numbers {
    ($($number:ty),*) => { $(
        impl Encode for $number {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }
            fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
                Ok(Self::from_le_bytes(from.array()?))
            }
        }
    )* };
}

encode_numbers!(u8, u32, u64, i64, f64);

impl Encode for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        match u8::get(from)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(DecodeError("a flag is neither 0 nor 1")),
        }
    }
}

impl Encode for [u8; 32] {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self);
    }

    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        from.array()
    }
}

impl Encode for String {
    fn put(&self, out: &mut Vec<u8>) {
        put_count(self.len(), out);
        out.extend_from_slice(self.as_bytes());
    }

    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = get_count(from)?;
        let bytes = from.take(count)?;
        std::str::from_utf8(bytes)
            .map(str::to_owned)
            .map_err(|_| DecodeError("a text is not UTF-8"))
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        put_count(self.len(), out);
        self.iter().for_each(|item| item.put(out));
    }

    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let count = get_count(from)?;
        let mut items = Self::new();
        for _ in 0..count {
            items.push(T::get(from)?);
        }
        Ok(items)
    }
}

impl<T: Encode> Encode for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        bool::get(from)?.then(|| T::get(from)).transpose()
    }
}

impl<A: Encode, B: Encode> Encode for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }

    fn get(from: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Ok((A::get(from)?, B::get(from)?))
    }
}

fn put_count(count: usize, out: &mut Vec<u8>) {
    (count as u64).put(out);
}

/// An item takes a byte at least, so a count beyond the rest is refused before anything is reserved.
fn get_count(from: &mut Reader<'_>) -> Result<usize, DecodeError> {
    usize::try_from(u64::get(from)?)
        .ok()
        .filter(|&count| count <= from.0.len())
        .ok_or(DecodeError("a count is larger than what follows"))
}

/// Encodes the named fields of a struct in the given order.
macro_rules! encode_fields {
    ($name:ty { $($field:ident),* $(,)? }) => {
        impl $crate::codec::Encode for $name {
            fn put(&self, out: &mut Vec<u8>) {
                $( $crate::codec::Encode::put(&self.$field, out); )*
            }
            fn get(
                from: &mut $crate::codec::Reader<'_>,
            ) -> Result<Self, $crate::codec::DecodeError> {
                Ok(Self { $( $field: $crate::codec::Encode::get(from)?, )* })
            }
        }
    };
}

/// Encodes an enum without fields as a byte.
macro_rules! encode_choice {
    ($name:ty { $($choice:ident = $number:literal),* $(,)? }) => {
        impl $crate::codec::Encode for $name {
            fn put(&self, out: &mut Vec<u8>) {
                out.push(match self { $( Self::$choice => $number, )* });
            }
            fn get(
                from: &mut $crate::codec::Reader<'_>,
            ) -> Result<Self, $crate::codec::DecodeError> {
                match <u8 as $crate::codec::Encode>::get(from)? {
                    $( $number => Ok(Self::$choice), )*
                    _ => Err($crate::codec::DecodeError("a choice is unknown")),
                }
            }
        }
    };
}

pub(crate) use {encode_choice, encode_fields};

#[cfg(test)]
mod tests {
    use super::*;

    fn round<T: Encode + PartialEq + std::fmt::Debug>(value: &T) {
        let mut bytes = Vec::new();
        value.put(&mut bytes);
        let mut reader = Reader(&bytes);
        assert_eq!(T::get(&mut reader).as_ref(), Ok(value));
        assert_eq!(reader.end(), Ok(()));
        for end in 0..bytes.len() {
            assert!(T::get(&mut Reader(&bytes[..end])).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn values_come_back_and_cut_ones_are_refused() {
        round(&vec![
            ("a".to_owned(), Some(i64::MIN)),
            (String::new(), None),
        ]);
        round(&[7_u8; 32]);
        round(&true);
        round(&-0.5_f64);
    }

    #[test]
    fn absurd_counts_are_refused_before_anything_is_reserved() {
        let bytes = u64::MAX.to_le_bytes();
        assert!(Vec::<u64>::get(&mut Reader(&bytes)).is_err());
        assert!(String::get(&mut Reader(&bytes)).is_err());
    }
}
