//! Stateless operators over columns. The operator is chosen outside the loop over rows.

use crate::scalar;
use plan::{BinaryFunction as B, UnaryFunction as U};

/// An operator of one column.
pub(crate) fn unary(function: U, x: &[f64], out: &mut [f64]) {
    macro_rules! each {
        ($($name:ident),*) => {
            match function {
                $(U::$name => map(x, out, |x| scalar::unary(U::$name, x)),)*
            }
        };
    }
    each!(
        Negate, Not, IsNa, Abs, Sign, Floor, Ceil, Round, Truncate, Sqrt, Exp, Log, Log10
    );
}

/// An operator of two columns.
pub(crate) fn binary(function: B, a: &[f64], b: &[f64], out: &mut [f64]) {
    macro_rules! each {
        ($($name:ident),*) => {
            match function {
                $(B::$name => map_two(a, b, out, |a, b| scalar::binary(B::$name, a, b)),)*
            }
        };
    }
    each!(
        Add,
        Subtract,
        Multiply,
        Divide,
        Remainder,
        Power,
        Minimum,
        Maximum,
        Less,
        LessOrEqual,
        Greater,
        GreaterOrEqual,
        Equal,
        NotEqual,
        And,
        Or
    );
}

/// `yes` where `test` is true, else `no`.
pub(crate) fn select(test: &[f64], yes: &[f64], no: &[f64], out: &mut [f64]) {
    for (((out, test), yes), no) in out.iter_mut().zip(test).zip(yes).zip(no) {
        *out = if *test != 0.0 { *yes } else { *no };
    }
}

#[inline]
fn map(x: &[f64], out: &mut [f64], f: impl Fn(f64) -> f64) {
    for (out, x) in out.iter_mut().zip(x) {
        *out = f(*x);
    }
}

#[inline]
fn map_two(a: &[f64], b: &[f64], out: &mut [f64], f: impl Fn(f64, f64) -> f64) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = f(*a, *b);
    }
}
