//! One walk over a frame's bytes before anything is decoded: nothing here recurses or allocates by a
//! length that the frame claims. Finds the id, so that a refused request still gets its error.

use protocol::DEPTH_MAX;
use std::fmt;

/// Largest integer that both languages hold exactly.
const INTEGER_MAX: u64 = (1 << 53) - 1;

/// What every message has, and the first rule that its values break.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Envelope<'a> {
    pub(crate) id: u32,
    pub(crate) kind: &'a str,
    /// A value that the wire does not allow. The message is refused, the connection goes on.
    pub(crate) complaint: Option<Complaint>,
}

/// Bytes that are not one MessagePack map with an id: the connection cannot go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    EndsEarly,
    TrailingBytes(usize),
    TooDeep,
    ForbiddenType(u8),
    NotAMap,
    NoId,
    NoKind,
}

/// A value that the wire does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Complaint {
    NotFinite,
    IntegerTooLarge,
    KeyNotText,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EndsEarly => f.write_str("the frame ends inside a value"),
            Self::TrailingBytes(count) => write!(f, "{count} bytes follow the message"),
            Self::TooDeep => write!(f, "values are nested deeper than {DEPTH_MAX}"),
            Self::ForbiddenType(marker) => write!(f, "the type 0x{marker:02x} is not in use here"),
            Self::NotAMap => f.write_str("the frame does not hold a map"),
            Self::NoId => f.write_str("the message has no id of 1 to 4,294,967,295"),
            Self::NoKind => f.write_str("the message has no kind"),
        }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFinite => "A number is not finite; only columns may hold such values.",
            Self::IntegerTooLarge => "An integer is beyond 2^53 - 1.",
            Self::KeyNotText => "The key of a map is not text.",
        })
    }
}

/// Walks one frame.
pub(crate) fn scan(bytes: &[u8]) -> Result<Envelope<'_>, Malformed> {
    Walk {
        rest: bytes,
        open: Vec::with_capacity(DEPTH_MAX),
        complaint: None,
    }
    .message()
}

/// A collection that has not ended: how many values it still holds.
struct Open {
    left: u64,
    is_map: bool,
}

impl Open {
    /// In a map, keys and values take turns; an even number left means that a key is due.
    fn is_key_due(&self) -> bool {
        self.is_map && self.left.is_multiple_of(2)
    }
}

enum Token<'a> {
    Nothing,
    Integer(Option<u64>),
    Text(&'a [u8]),
    Collection(Open),
}

struct Walk<'a> {
    rest: &'a [u8],
    open: Vec<Open>,
    complaint: Option<Complaint>,
}

impl<'a> Walk<'a> {
    fn message(mut self) -> Result<Envelope<'a>, Malformed> {
        let Token::Collection(map @ Open { is_map: true, .. }) = self.token()? else {
            return Err(Malformed::NotAMap);
        };
        self.open.push(map);
        let (mut id, mut kind) = (None, None);
        while let Some(level) = self.open.last_mut() {
            if level.left == 0 {
                self.open.pop();
                continue;
            }
            let (is_key, is_top) = (level.is_key_due(), self.open.len() == 1);
            let name = self.next(is_key)?;
            match name {
                Some(b"id") if is_top && id.is_none() => id = Some(self.id()?),
                Some(b"kind") if is_top && kind.is_none() => kind = Some(self.kind()?),
                _ => {}
            }
        }
        if !self.rest.is_empty() {
            return Err(Malformed::TrailingBytes(self.rest.len()));
        }
        let id = id.ok_or(Malformed::NoId)?;
        let kind = kind.ok_or(Malformed::NoKind)?;
        Ok(Envelope {
            id,
            kind,
            complaint: self.complaint,
        })
    }

    /// Takes one value; returns the text if it is a key.
    fn next(&mut self, is_key: bool) -> Result<Option<&'a [u8]>, Malformed> {
        self.count_one();
        let token = self.token()?;
        match token {
            Token::Text(name) if is_key => return Ok(Some(name)),
            _ if is_key => self.complain(Complaint::KeyNotText),
            _ => {}
        }
        if let Token::Collection(inner) = token {
            if self.open.len() >= DEPTH_MAX {
                return Err(Malformed::TooDeep);
            }
            self.open.push(inner);
        }
        Ok(None)
    }

    fn count_one(&mut self) {
        if let Some(level) = self.open.last_mut() {
            level.left -= 1;
        }
    }

    fn id(&mut self) -> Result<u32, Malformed> {
        self.count_one();
        let Token::Integer(Some(value)) = self.token()? else {
            return Err(Malformed::NoId);
        };
        u32::try_from(value)
            .ok()
            .filter(|&id| id != 0)
            .ok_or(Malformed::NoId)
    }

    fn kind(&mut self) -> Result<&'a str, Malformed> {
        self.count_one();
        let Token::Text(text) = self.token()? else {
            return Err(Malformed::NoKind);
        };
        std::str::from_utf8(text).map_err(|_| Malformed::NoKind)
    }

    fn complain(&mut self, complaint: Complaint) {
        self.complaint.get_or_insert(complaint);
    }

    fn token(&mut self) -> Result<Token<'a>, Malformed> {
        let marker = self.number(1)? as u8;
        match marker {
            0x00..=0x7f => Ok(Token::Integer(Some(u64::from(marker)))),
            0x80..=0x8f => Ok(map(u64::from(marker & 0x0f))),
            0x90..=0x9f => Ok(list(u64::from(marker & 0x0f))),
            0xa0..=0xbf => Ok(Token::Text(self.take(u64::from(marker & 0x1f))?)),
            0xc0 | 0xc2 | 0xc3 => Ok(Token::Nothing),
            0xc4..=0xc6 => self.counted(1 << (marker - 0xc4)).map(|_| Token::Nothing),
            0xca | 0xcb => self.float(marker),
            0xcc..=0xcf => self.unsigned(1 << (marker - 0xcc)),
            0xd0..=0xd3 => self.signed(1 << (marker - 0xd0)),
            0xd9..=0xdb => self.counted(1 << (marker - 0xd9)).map(Token::Text),
            0xdc => Ok(list(self.number(2)?)),
            0xdd => Ok(list(self.number(4)?)),
            0xde => Ok(map(self.number(2)?)),
            0xdf => Ok(map(self.number(4)?)),
            0xe0..=0xff => Ok(Token::Integer(None)),
            0xc1 | 0xc7..=0xc9 | 0xd4..=0xd8 => Err(Malformed::ForbiddenType(marker)),
        }
    }

    fn float(&mut self, marker: u8) -> Result<Token<'a>, Malformed> {
        let is_finite = if marker == 0xca {
            f32::from_bits(self.number(4)? as u32).is_finite()
        } else {
            f64::from_bits(self.number(8)?).is_finite()
        };
        if !is_finite {
            self.complain(Complaint::NotFinite);
        }
        Ok(Token::Nothing)
    }

    fn unsigned(&mut self, width: u64) -> Result<Token<'a>, Malformed> {
        let value = self.number(width)?;
        if value > INTEGER_MAX {
            self.complain(Complaint::IntegerTooLarge);
        }
        Ok(Token::Integer(Some(value)))
    }

    fn signed(&mut self, width: u64) -> Result<Token<'a>, Malformed> {
        let unused_bits = 64 - 8 * width;
        let value = ((self.number(width)? << unused_bits) as i64) >> unused_bits;
        if value.unsigned_abs() > INTEGER_MAX {
            self.complain(Complaint::IntegerTooLarge);
        }
        Ok(Token::Integer(u64::try_from(value).ok()))
    }

    /// Bytes behind a length of `width` bytes.
    fn counted(&mut self, width: u64) -> Result<&'a [u8], Malformed> {
        let length = self.number(width)?;
        self.take(length)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(length).map_err(|_| Malformed::EndsEarly)?;
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(Malformed::EndsEarly)?;
        self.rest = rest;
        Ok(taken)
    }

    /// A big-endian number of `width` bytes, as MessagePack writes them.
    fn number(&mut self, width: u64) -> Result<u64, Malformed> {
        let bytes = self.take(width)?;
        Ok(bytes
            .iter()
            .fold(0, |value, &byte| (value << 8) | u64::from(byte)))
    }
}

fn list<'a>(count: u64) -> Token<'a> {
    Token::Collection(Open {
        left: count,
        is_map: false,
    })
}

fn map<'a>(pairs: u64) -> Token<'a> {
    Token::Collection(Open {
        left: pairs * 2,
        is_map: true,
    })
}

#[cfg(test)]
mod tests {
    use super::{Complaint, Envelope, Malformed, scan};
    use serde_json::{Value, json};

    fn bytes(value: &Value) -> Vec<u8> {
        rmp_serde::to_vec_named(value).expect("a value that can be written")
    }

    /// A request whose payload is the given bytes.
    fn with_payload(payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![0x83, 0xa4];
        frame.extend(b"kind\xaaengine.abc\xa2id\x07\xa7payload");
        frame.extend(payload);
        frame
    }

    #[test]
    fn finds_id_and_kind_wherever_they_stand() {
        let frame = bytes(&json!({ "a": [1, { "id": 9 }], "id": 70_000, "kind": "engine.ping" }));
        let expected = Envelope {
            id: 70_000,
            kind: "engine.ping",
            complaint: None,
        };
        assert_eq!(scan(&frame), Ok(expected));
    }

    #[test]
    fn a_message_needs_an_id_and_a_kind() {
        for id in [
            json!(0),
            json!(-1),
            json!(1.5),
            json!("1"),
            json!(4_294_967_296_u64),
        ] {
            assert_eq!(
                scan(&bytes(&json!({ "id": id, "kind": "a.b" }))),
                Err(Malformed::NoId)
            );
        }
        assert_eq!(
            scan(&bytes(&json!({ "kind": "a.b" }))),
            Err(Malformed::NoId)
        );
        assert_eq!(scan(&bytes(&json!({ "id": 1 }))), Err(Malformed::NoKind));
        assert_eq!(scan(&bytes(&json!([1, 2]))), Err(Malformed::NotAMap));
        assert_eq!(scan(b""), Err(Malformed::EndsEarly));
    }

    #[test]
    fn every_cut_is_an_early_end() {
        let frame = with_payload(&bytes(&json!([1, "text", 2.5, { "a": null }, 70_000, -3])));
        assert!(scan(&frame).is_ok());
        for length in 0..frame.len() {
            assert_eq!(
                scan(&frame[..length]),
                Err(Malformed::EndsEarly),
                "cut at {length}"
            );
        }
    }

    #[test]
    fn what_follows_the_message_is_refused() {
        let mut frame = with_payload(&[0xc0]);
        frame.extend([0xc0, 0xc0]);
        assert_eq!(scan(&frame), Err(Malformed::TrailingBytes(2)));
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| with_payload(&[vec![0x91; depth], vec![0xc0]].concat());
        assert!(scan(&nested(63)).is_ok());
        assert_eq!(scan(&nested(64)), Err(Malformed::TooDeep));
        assert_eq!(scan(&nested(1_000_000)), Err(Malformed::TooDeep));
    }

    #[test]
    fn lying_lengths_allocate_nothing() {
        for header in [
            &[0xdd, 0xff, 0xff, 0xff, 0xff][..],
            &[0xdf, 0xff, 0xff, 0xff, 0xff],
            &[0xc6, 0xff, 0xff, 0xff, 0xff],
            &[0xdb, 0xff, 0xff, 0xff, 0xff],
        ] {
            assert_eq!(scan(&with_payload(header)), Err(Malformed::EndsEarly));
        }
    }

    #[test]
    fn extensions_and_reserved_types_are_refused() {
        for marker in [0xc1, 0xc7, 0xc8, 0xc9, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8] {
            let frame = with_payload(&[marker, 0, 0, 0, 0]);
            assert_eq!(scan(&frame), Err(Malformed::ForbiddenType(marker)));
        }
    }

    #[test]
    fn numbers_outside_the_rules_are_complaints() {
        let check = |payload: &[u8], expected: Option<Complaint>| {
            let frame = with_payload(payload);
            assert_eq!(
                scan(&frame).expect("well formed").complaint,
                expected,
                "{payload:02x?}"
            );
        };
        check(
            &[0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0],
            Some(Complaint::NotFinite),
        );
        check(
            &[0xcb, 0xff, 0xf0, 0, 0, 0, 0, 0, 0],
            Some(Complaint::NotFinite),
        );
        check(&[0xca, 0x7f, 0x80, 0, 0], Some(Complaint::NotFinite));
        check(&[0xcf, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], None);
        check(
            &[0xcf, 0, 0x20, 0, 0, 0, 0, 0, 0],
            Some(Complaint::IntegerTooLarge),
        );
        check(&[0xd3, 0xff, 0xe0, 0, 0, 0, 0, 0, 1], None);
        check(
            &[0xd3, 0xff, 0xe0, 0, 0, 0, 0, 0, 0],
            Some(Complaint::IntegerTooLarge),
        );
        check(
            &[0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0],
            Some(Complaint::IntegerTooLarge),
        );
        check(&[0x81, 0x01, 0x02], Some(Complaint::KeyNotText));
    }
}
