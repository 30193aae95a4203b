//! The compensated sum that rolling means are made of.

/// Sum `s` with its correction `c`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ExactSum {
    s: f64,
    c: f64,
}

impl ExactSum {
    pub(crate) fn add(&mut self, x: f64) {
        let t = self.s + x;
        let b = t - self.s;
        self.c += (self.s - (t - b)) + (x - b);
        self.s = t;
    }

    pub(crate) fn value(&self) -> f64 {
        self.s + self.c
    }
}

/// The last `n` defined inputs, oldest first, in the simplest container there is.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    n: usize,
    held: Vec<f64>,
}

impl Window {
    pub(crate) fn new(n: usize) -> Self {
        Self {
            n,
            held: Vec::new(),
        }
    }

    /// Takes a value in; gives the one that falls out.
    pub(crate) fn push(&mut self, x: f64) -> Option<f64> {
        self.held.push(x);
        (self.held.len() > self.n).then(|| self.held.remove(0))
    }

    pub(crate) fn is_full(&self) -> bool {
        self.held.len() == self.n
    }

    pub(crate) fn values(&self) -> &[f64] {
        &self.held
    }

    pub(crate) fn newest(&self) -> Option<f64> {
        self.held.last().copied()
    }
}
