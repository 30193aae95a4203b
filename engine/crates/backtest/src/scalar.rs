//! Stateless operators on one bar. Bools are exactly 0 and 1.

use indicators as op;
use plan::{BinaryFunction, UnaryFunction};

const TRUE: u64 = 1.0_f64.to_bits();

#[inline]
const fn bool(value: bool) -> f64 {
    if value { 1.0 } else { 0.0 }
}

/// An operation on bools by the bits of 0 and 1, without a branch.
#[inline]
fn bits(a: f64, b: f64, f: impl Fn(u64, u64) -> u64) -> f64 {
    f64::from_bits(f(a.to_bits(), b.to_bits()))
}

/// An operator of one value.
#[inline]
pub(crate) fn unary(function: UnaryFunction, x: f64) -> f64 {
    use UnaryFunction as F;
    match function {
        F::Negate => -x,
        F::Not => f64::from_bits(x.to_bits() ^ TRUE),
        F::IsNa => bool(x.is_nan()),
        F::Abs => x.abs(),
        F::Sign => op::sign(x),
        F::Floor => x.floor(),
        F::Ceil => x.ceil(),
        F::Round => op::round(x),
        F::Truncate => x.trunc(),
        F::Sqrt => op::sqrt(x),
        F::Exp => op::exp(x),
        F::Log => op::log(x),
        F::Log10 => op::log10(x),
    }
}

/// An operator of two values.
#[inline]
pub(crate) fn binary(function: BinaryFunction, a: f64, b: f64) -> f64 {
    use BinaryFunction as F;
    match function {
        F::Add => a + b,
        F::Subtract => a - b,
        F::Multiply => a * b,
        F::Divide => op::divide(a, b),
        F::Remainder => op::remainder(a, b),
        F::Power => op::power(a, b),
        F::Minimum => op::minimum(a, b),
        F::Maximum => op::maximum(a, b),
        F::Less => bool(a < b),
        F::LessOrEqual => bool(a <= b),
        F::Greater => bool(a > b),
        F::GreaterOrEqual => bool(a >= b),
        F::Equal => bool(a == b),
        F::NotEqual => bool((a != b) & !a.is_nan() & !b.is_nan()),
        F::And => bits(a, b, |a, b| a & b),
        F::Or => bits(a, b, |a, b| a | b),
    }
}
