//! ema and rma: averages that start with the plain mean of the first n defined inputs.

/// How the average moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Averaging {
    /// v + 2 / (n + 1) · (x − v)
    Ema,
    /// (v · (n − 1) + x) / n
    Rma,
}

/// State of an ema or rma.
#[derive(Clone, Debug)]
pub struct Smoothed {
    averaging: Averaging,
    length: f64,
    alpha: f64,
    /// Defined inputs that the first mean still lacks.
    lacking: usize,
    /// Sum of the first inputs, then the average.
    value: f64,
}

impl Smoothed {
    /// Over `length` inputs.
    #[must_use]
    pub fn new(averaging: Averaging, length: usize) -> Self {
        Self {
            averaging,
            length: length as f64,
            alpha: 2.0 / (length as f64 + 1.0),
            lacking: length,
            value: 0.0,
        }
    }

    /// The next bar.
    #[inline]
    pub fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            f64::NAN
        } else if self.lacking > 0 {
            self.begin(x)
        } else {
            self.value = match self.averaging {
                Averaging::Ema => ema(self.value, self.alpha, x),
                Averaging::Rma => rma(self.value, self.length, x),
            };
            self.value
        }
    }

    fn begin(&mut self, x: f64) -> f64 {
        self.value += x;
        self.lacking -= 1;
        if self.lacking > 0 {
            return f64::NAN;
        }
        self.value /= self.length;
        self.value
    }

    /// The next bars.
    pub fn column(&mut self, x: &[f64], out: &mut [f64]) {
        let mut start = 0;
        let has_na = x.iter().fold(false, |has_na, x| has_na | x.is_nan());
        while start < x.len() && (has_na || self.lacking > 0) {
            out[start] = self.step(x[start]);
            start += 1;
        }
        let (x, out) = (&x[start..], &mut out[start..]);
        let mut value = self.value;
        let (alpha, length) = (self.alpha, self.length);
        match self.averaging {
            Averaging::Ema => {
                for (x, out) in x.iter().zip(out) {
                    value = ema(value, alpha, *x);
                    *out = value;
                }
            }
            Averaging::Rma => {
                for (x, out) in x.iter().zip(out) {
                    value = rma(value, length, *x);
                    *out = value;
                }
            }
        }
        self.value = value;
    }
}

#[inline]
fn ema(value: f64, alpha: f64, x: f64) -> f64 {
    value + alpha * (x - value)
}

#[inline]
fn rma(value: f64, length: f64, x: f64) -> f64 {
    (value * (length - 1.0) + x) / length
}
