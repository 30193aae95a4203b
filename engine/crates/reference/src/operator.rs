//! Operators of one and two values (docs/semantics/operators.md, plain operators).

use plan::{BinaryFunction, UnaryFunction};

const NA: f64 = f64::NAN;

/// Bools are 0 and 1.
pub(crate) fn truth(value: bool) -> f64 {
    if value { 1.0 } else { 0.0 }
}

pub(crate) fn is_true(value: f64) -> bool {
    value == 1.0
}

pub(crate) fn unary(function: UnaryFunction, x: f64) -> f64 {
    use UnaryFunction as F;
    match function {
        F::Negate => -x,
        F::Not => truth(!is_true(x)),
        F::IsNa => truth(x.is_nan()),
        F::Abs => x.abs(),
        F::Sign => sign(x),
        F::Floor => x.floor(),
        F::Ceil => x.ceil(),
        F::Round => round(x),
        F::Truncate => x.trunc(),
        F::Sqrt => finite(x.sqrt()),
        F::Exp => finite(libm::exp(x)),
        F::Log => finite(libm::log(x)),
        F::Log10 => finite(libm::log10(x)),
    }
}

fn sign(x: f64) -> f64 {
    if x.is_nan() {
        NA
    } else if x > 0.0 {
        1.0
    } else if x < 0.0 {
        -1.0
    } else {
        0.0
    }
}

fn round(x: f64) -> f64 {
    let f = x.floor();
    if x - f >= 0.5 { f + 1.0 } else { f }
}

fn finite(x: f64) -> f64 {
    if x.is_finite() { x } else { NA }
}

pub(crate) fn binary(function: BinaryFunction, a: f64, b: f64) -> f64 {
    use BinaryFunction as F;
    let is_defined = !a.is_nan() && !b.is_nan();
    match function {
        F::Add => a + b,
        F::Subtract => a - b,
        F::Multiply => a * b,
        F::Divide if b == 0.0 => NA,
        F::Divide => a / b,
        F::Remainder if b == 0.0 => NA,
        F::Remainder => libm::fmod(a, b),
        F::Power if is_defined => finite(libm::pow(a, b)),
        F::Minimum if is_defined => minimum(a, b),
        F::Maximum if is_defined => maximum(a, b),
        F::Power | F::Minimum | F::Maximum => NA,
        F::Less => truth(is_defined && a < b),
        F::LessOrEqual => truth(is_defined && a <= b),
        F::Greater => truth(is_defined && a > b),
        F::GreaterOrEqual => truth(is_defined && a >= b),
        F::Equal => truth(is_defined && a == b),
        F::NotEqual => truth(is_defined && a != b),
        F::And => truth(is_true(a) && is_true(b)),
        F::Or => truth(is_true(a) || is_true(b)),
    }
}

fn minimum(a: f64, b: f64) -> f64 {
    if b < a { b } else { a }
}

pub(crate) fn maximum(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        NA
    } else if b > a {
        b
    } else {
        a
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_and_signs_go_as_written() {
        assert_eq!(round(2.5), 3.0);
        assert_eq!(round(-2.5), -2.0);
        assert_eq!(round(0.49999999999999994), 0.0);
        assert_eq!(sign(-0.0), 0.0);
        assert!(sign(NA).is_nan());
        assert_eq!(unary(UnaryFunction::Truncate, -1.7), -1.0);
    }

    #[test]
    fn what_has_no_number_is_na() {
        assert!(unary(UnaryFunction::Sqrt, -1.0).is_nan());
        assert!(unary(UnaryFunction::Log, 0.0).is_nan());
        assert!(unary(UnaryFunction::Exp, 1000.0).is_nan());
        assert!(binary(BinaryFunction::Divide, 1.0, -0.0).is_nan());
        assert!(binary(BinaryFunction::Remainder, 1.0, 0.0).is_nan());
        assert!(binary(BinaryFunction::Power, NA, 0.0).is_nan());
        assert!(binary(BinaryFunction::Minimum, NA, 0.0).is_nan());
    }

    #[test]
    fn the_remainder_has_the_sign_of_the_dividend() {
        assert_eq!(binary(BinaryFunction::Remainder, -7.0, 4.0), -3.0);
        assert_eq!(binary(BinaryFunction::Remainder, 7.0, -4.0), 3.0);
    }

    #[test]
    fn comparisons_with_na_are_false() {
        for function in [BinaryFunction::Equal, BinaryFunction::NotEqual] {
            assert_eq!(binary(function, NA, 1.0), 0.0);
            assert_eq!(binary(function, NA, NA), 0.0);
        }
    }
}
