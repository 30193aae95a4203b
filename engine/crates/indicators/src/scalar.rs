//! Plain operators whose meaning is more than one machine operation. NaN is `na`.

/// `na` unless finite.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

/// 1, 0 or −1; `na` for `na`.
#[must_use]
#[inline]
pub fn sign(x: f64) -> f64 {
    if x.is_nan() {
        f64::NAN
    } else {
        f64::from(i8::from(x > 0.0) - i8::from(x < 0.0))
    }
}

/// To the nearest integer, ties upwards.
#[must_use]
#[inline]
pub fn round(x: f64) -> f64 {
    let floor = x.floor();
    if x - floor >= 0.5 { floor + 1.0 } else { floor }
}

/// `na` below 0 and for infinity.
#[must_use]
#[inline]
pub fn sqrt(x: f64) -> f64 {
    finite(x.sqrt())
}

/// `na` where the result is not finite.
#[must_use]
pub fn exp(x: f64) -> f64 {
    finite(libm::exp(x))
}

/// `na` at and below 0.
#[must_use]
pub fn log(x: f64) -> f64 {
    finite(libm::log(x))
}

/// `na` at and below 0.
#[must_use]
pub fn log10(x: f64) -> f64 {
    finite(libm::log10(x))
}

/// `na` when the divisor is 0.
#[must_use]
#[inline]
pub fn divide(a: f64, b: f64) -> f64 {
    if b == 0.0 { f64::NAN } else { a / b }
}

/// `na` when the divisor is 0; it has the dividend's sign.
#[must_use]
#[inline]
pub fn remainder(a: f64, b: f64) -> f64 {
    if b == 0.0 { f64::NAN } else { libm::fmod(a, b) }
}

/// `na` when either side is, also for `na`^0, and where the result is not finite.
#[must_use]
pub fn power(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        finite(libm::pow(a, b))
    }
}

/// `na` when either side is.
#[must_use]
#[inline]
pub fn minimum(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if b < a {
        b
    } else {
        a
    }
}

/// `na` when either side is.
#[must_use]
#[inline]
pub fn maximum(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if b > a {
        b
    } else {
        a
    }
}
