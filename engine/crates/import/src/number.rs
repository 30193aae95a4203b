//! Decimal text to numbers: first a whole number and a count of decimals, then the nearest binary64.

/// Powers of ten that binary64 holds exactly.
const EXACT_POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];
/// Whole numbers up to here are exact in binary64.
const EXACT_MANTISSA_MAX: u64 = 1 << 53;
/// Digits that always fit `i64`.
const DIGITS_MAX: usize = 18;
const TENS: [i64; 9] = [
    1,
    10,
    100,
    1_000,
    10_000,
    100_000,
    1_000_000,
    10_000_000,
    100_000_000,
];
const EXPONENT_MAX: i32 = 1_000;

/// `mantissa` / 10^`scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    /// The digits as a whole number.
    pub mantissa: i64,
    /// How many of them are decimals; below 0 for numbers such as `1e5`.
    pub scale: i32,
}

impl Decimal {
    /// Reads `-12.50`, `.5`, `1e-05`. `point` is the decimal mark.
    /// `None` for anything else, and for more than 18 digits.
    #[must_use]
    pub fn parse(text: &[u8], point: u8) -> Option<Self> {
        match Self::prefix(text, point) {
            Some((decimal, length)) if length == text.len() => Some(decimal),
            _ => general(text, point),
        }
    }

    /// The number of plain digits, at most 18, with which a text begins, and how many bytes it takes.
    pub(crate) fn prefix(text: &[u8], point: u8) -> Option<(Self, usize)> {
        let is_negative = text.first() == Some(&b'-');
        let start = usize::from(is_negative);
        let (mut mantissa, mark) = digits(text, start, 0);
        let (mut end, mut scale) = (mark, 0);
        if text.get(mark) == Some(&point) {
            (mantissa, end) = digits(text, mark + 1, mantissa);
            scale = end - mark - 1;
        }
        let count = mark - start + scale;
        if count == 0 || count > DIGITS_MAX {
            return None;
        }
        let decimal = Self {
            mantissa: if is_negative { -mantissa } else { mantissa },
            scale: scale as i32,
        };
        Some((decimal, end))
    }

    /// The nearest binary64, ties to even.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        // Both operands exact: one correctly rounded operation gives the nearest number.
        let power = usize::try_from(self.scale.unsigned_abs())
            .ok()
            .and_then(|at| EXACT_POWERS.get(at));
        match power {
            Some(power) if self.mantissa.unsigned_abs() <= EXACT_MANTISSA_MAX => {
                let whole = self.mantissa as f64;
                if self.scale < 0 {
                    whole * power
                } else {
                    whole / power
                }
            }
            _ => nearest(&format!("{}e{}", self.mantissa, -i64::from(self.scale)))
                .unwrap_or(f64::NAN),
        }
    }
}

/// Goes on with `value` over the digits from `at` on, and says where they end. Wraps beyond 18 digits.
fn digits(text: &[u8], mut at: usize, mut value: i64) -> (i64, usize) {
    while let Some(bytes) = text[at..].first_chunk() {
        let (part, count) = eight_digits(*bytes);
        value = value.wrapping_mul(TENS[count]).wrapping_add(part);
        at += count;
        if count < 8 {
            return (value, at);
        }
    }
    for &byte in &text[at..] {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
        at += 1;
    }
    (value, at)
}

/// The digits with which eight bytes begin, and how many they are, all at once: each byte becomes
/// its digit, and neighbours are joined to pairs, fours and eight.
const fn eight_digits(bytes: [u8; 8]) -> (i64, usize) {
    let word = u64::from_le_bytes(bytes) ^ 0x3030_3030_3030_3030;
    // A byte above 9 sets its top bit; carries only reach bytes after the first such one.
    let others = (word.wrapping_add(0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080;
    let count = (others.trailing_zeros() / 8) as usize;
    if count == 0 {
        return (0, 0);
    }
    let digits = word << (64 - 8 * count);
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let lower = (pairs & 0x0000_00ff_0000_00ff).wrapping_mul(100 + (1_000_000 << 32));
    let upper = ((pairs >> 16) & 0x0000_00ff_0000_00ff).wrapping_mul(1 + (10_000 << 32));
    ((lower.wrapping_add(upper) >> 32) as i64, count)
}

/// The same with leading zeros without end, a plus sign, and an exponent.
#[cold]
fn general(text: &[u8], point: u8) -> Option<Decimal> {
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let mut mantissa = 0_u64;
    let mut significant = 0;
    let mut decimals = 0;
    let mut past_point = false;
    let mut any = false;
    let mut exponent = 0;
    for (at, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(u64::from(digit));
            significant += usize::from(mantissa != 0);
            decimals += i32::from(past_point);
            any = true;
        } else if byte == point && !past_point {
            past_point = true;
        } else {
            exponent = exponent_of(&digits[at..])?;
            break;
        }
    }
    if !any || significant > DIGITS_MAX {
        return None;
    }
    let mantissa = i64::try_from(mantissa).ok()?;
    Some(Decimal {
        mantissa: if is_negative { -mantissa } else { mantissa },
        scale: decimals - exponent,
    })
}

/// The finite number that a field holds. −0 is 0.
pub(crate) fn number(text: &[u8], point: u8) -> Option<f64> {
    let value = match Decimal::parse(text, point) {
        Some(decimal) => Some(decimal.to_f64()).filter(|value| value.is_finite()),
        None => long_number(text, point),
    };
    value.map(|value| value + 0.0)
}

/// Numbers of more digits than a scaled integer holds: to the nearest binary64 at once.
#[cold]
fn long_number(text: &[u8], point: u8) -> Option<f64> {
    let is_plain = |byte: &u8| byte.is_ascii_digit() || b"+-eE".contains(byte) || *byte == point;
    if !text.iter().all(is_plain) {
        return None;
    }
    let text = String::from_utf8(text.to_vec()).ok()?;
    nearest(&text.replace(char::from(point), "."))
}

fn nearest(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

#[cold]
fn exponent_of(text: &[u8]) -> Option<i32> {
    let [b'e' | b'E', digits @ ..] = text else {
        return None;
    };
    let exponent: i32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (exponent.abs() <= EXPONENT_MAX).then_some(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Option<f64> {
        number(text.as_bytes(), b'.')
    }

    #[test]
    fn digits_become_a_scaled_integer() {
        let decimal = |text: &str| Decimal::parse(text.as_bytes(), b'.');
        let of = |mantissa, scale| Some(Decimal { mantissa, scale });
        assert_eq!(decimal("104.06"), of(10_406, 2));
        assert_eq!(decimal("-0.5"), of(-5, 1));
        assert_eq!(decimal(".5"), of(5, 1));
        assert_eq!(decimal("7."), of(7, 0));
        assert_eq!(decimal("2.853e-05"), of(2_853, 8));
        assert_eq!(decimal("0000000000000000000000001"), of(1, 0));
        assert_eq!(decimal("1234567890123456789"), None);
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", ".", "-.", "e5", "1e", "1.2.3", "1,5", "nan", "inf", "-inf", "0x10", "1_000",
            "1e400", "--1", "1 2", "٣",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_decimal_mark_can_be_a_comma() {
        assert_eq!(number(b"1,25", b','), Some(1.25));
        assert_eq!(number(b"1.25", b','), None);
        assert_eq!(number(b"0,10000000000000000000001", b','), Some(0.1));
    }

    #[test]
    fn long_numbers_are_rounded_once() {
        assert_eq!(parse("129587.00000000001"), Some(129_587.000_000_000_01));
        assert_eq!(
            parse("123456.123456789012345678"),
            "123456.12345678901".parse().ok()
        );
        assert_eq!(parse("9007199254740993"), Some(9_007_199_254_740_992.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn every_number_is_the_nearest(mantissa in 0..1_000_000_000_000_000_000_i64, scale in 0_usize..18, negative: bool) {
            let digits = format!("{mantissa:0width$}", width = scale + 1);
            let (whole, decimals) = digits.split_at(digits.len() - scale);
            let text = format!("{}{whole}.{decimals}", if negative { "-" } else { "" });
            prop_assert_eq!(parse(&text), text.parse().ok());
        }

        #[test]
        fn numbers_come_back_from_their_shortest_text(value: f64) {
            prop_assume!(value.is_finite());
            prop_assert_eq!(parse(&format!("{value:e}")), Some(value));
        }

        #[test]
        fn digits_are_read_up_to_the_first_other_byte(
            text in proptest::collection::vec(prop_oneof![9 => b'0'..=b'9', 1 => any::<u8>()], 0..17),
        ) {
            let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let value = std::str::from_utf8(&text[..count]).unwrap().parse().unwrap_or(0);
            prop_assert_eq!(digits(&text, 0, 0), (value, count));
        }

        #[test]
        fn no_bytes_panic(text: Vec<u8>) {
            let _ = number(&text, b'.');
        }
    }
}
