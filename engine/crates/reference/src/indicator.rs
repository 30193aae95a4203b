//! Indicators as state machines, one step a bar (docs/semantics/operators.md, indicators).

use crate::operator::{is_true, maximum, truth};
use crate::window::{ExactSum, Window};
use plan::IndicatorFunction;

const NA: f64 = f64::NAN;

/// State of one indicator node.
#[derive(Clone, Debug)]
pub(crate) enum Indicator {
    Sma(Sma),
    Ema(Smoothed),
    Rma(Smoothed),
    Wma(Window),
    Stdev {
        mean: Sma,
        is_population: bool,
        last: f64,
    },
    Rsi {
        last: f64,
        up: Smoothed,
        down: Smoothed,
    },
    Extreme {
        window: Window,
        is_highest: bool,
        last: f64,
    },
    Cumulate {
        total: f64,
    },
    TrueRange {
        handles_na: bool,
        close_before: f64,
    },
    Cross {
        is_over: bool,
        before: Option<(f64, f64)>,
    },
    BarsSince {
        bars: Option<usize>,
    },
    ValueWhen {
        k: usize,
        recorded: Vec<f64>,
    },
    FixNa {
        last: f64,
    },
}

impl Indicator {
    /// Settings are valid: lengths and counts truncated already.
    pub(crate) fn new(function: IndicatorFunction, settings: &[f64]) -> Self {
        use IndicatorFunction as F;
        let number = settings.first().map_or(0, |setting| *setting as usize);
        match function {
            F::Sma => Self::Sma(Sma::new(number)),
            F::Ema => Self::Ema(Smoothed::new(number, Step::Ema)),
            F::Rma => Self::Rma(Smoothed::new(number, Step::Rma)),
            F::Wma => Self::Wma(Window::new(number)),
            F::Stdev => Self::Stdev {
                mean: Sma::new(number),
                is_population: is_true(settings[1]),
                last: NA,
            },
            F::Rsi => Self::Rsi {
                last: NA,
                up: Smoothed::new(number, Step::Rma),
                down: Smoothed::new(number, Step::Rma),
            },
            F::Highest | F::Lowest => Self::Extreme {
                window: Window::new(number),
                is_highest: function == F::Highest,
                last: NA,
            },
            F::Cumulate => Self::Cumulate { total: 0.0 },
            F::TrueRange => Self::TrueRange {
                handles_na: is_true(settings[0]),
                close_before: NA,
            },
            F::CrossOver | F::CrossUnder => Self::Cross {
                is_over: function == F::CrossOver,
                before: None,
            },
            F::BarsSince => Self::BarsSince { bars: None },
            F::ValueWhen => Self::ValueWhen {
                k: number,
                recorded: Vec::new(),
            },
            F::FixNa => Self::FixNa { last: NA },
        }
    }

    /// The value on the next bar.
    pub(crate) fn step(&mut self, inputs: &[f64]) -> f64 {
        let x = inputs[0];
        match self {
            Self::Sma(sma) => sma.step(x),
            Self::Ema(smoothed) | Self::Rma(smoothed) => smoothed.step(x),
            Self::Wma(window) => weighted(window, x),
            Self::Stdev {
                mean,
                is_population,
                last,
            } => deviation(mean, *is_population, last, x),
            Self::Rsi { last, up, down } => relative_strength(last, up, down, x),
            Self::Extreme {
                window,
                is_highest,
                last,
            } => extreme(window, *is_highest, last, x),
            Self::Cumulate { total } => cumulate(total, x),
            Self::TrueRange {
                handles_na,
                close_before,
            } => true_range(*handles_na, close_before, inputs),
            Self::Cross { is_over, before } => cross(*is_over, before, x, inputs[1]),
            Self::BarsSince { bars } => bars_since(bars, is_true(x)),
            Self::ValueWhen { k, recorded } => value_when(*k, recorded, is_true(x), inputs[1]),
            Self::FixNa { last } => {
                if !x.is_nan() {
                    *last = x;
                }
                *last
            }
        }
    }
}

/// Mean of the last defined inputs.
#[derive(Clone, Debug)]
pub(crate) struct Sma {
    window: Window,
    sum: ExactSum,
    last: f64,
}

impl Sma {
    fn new(n: usize) -> Self {
        Self {
            window: Window::new(n),
            sum: ExactSum::default(),
            last: NA,
        }
    }

    fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return self.last;
        }
        if let Some(oldest) = self.window.push(x) {
            self.sum.add(-oldest);
        }
        self.sum.add(x);
        if self.window.is_full() {
            self.last = self.sum.value() / self.window.values().len() as f64;
        }
        self.last
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Ema,
    Rma,
}

/// A recursive mean that starts with the plain mean of its first inputs.
#[derive(Clone, Debug)]
pub(crate) struct Smoothed {
    n: usize,
    how: Step,
    seen: usize,
    sum: f64,
    value: f64,
}

impl Smoothed {
    fn new(n: usize, how: Step) -> Self {
        Self {
            n,
            how,
            seen: 0,
            sum: 0.0,
            value: NA,
        }
    }

    fn step(&mut self, x: f64) -> f64 {
        if x.is_nan() {
            return NA;
        }
        self.seen += 1;
        let n = self.n as f64;
        if self.seen <= self.n {
            self.sum += x;
            if self.seen == self.n {
                self.value = self.sum / n;
            }
            return self.value;
        }
        self.value = match self.how {
            Step::Ema => {
                let alpha = 2.0 / (n + 1.0);
                self.value + alpha * (x - self.value)
            }
            Step::Rma => (self.value * (n - 1.0) + x) / n,
        };
        self.value
    }
}

fn weighted(window: &mut Window, x: f64) -> f64 {
    let taken = if x.is_nan() { window.newest() } else { Some(x) };
    if let Some(taken) = taken {
        window.push(taken);
    }
    if !window.is_full() {
        return NA;
    }
    let mut sum = 0.0;
    for (place, value) in window.values().iter().enumerate() {
        sum += value * (place + 1) as f64;
    }
    let n = window.values().len() as f64;
    sum / (n * (n + 1.0) / 2.0)
}

fn deviation(mean: &mut Sma, is_population: bool, last: &mut f64, x: f64) -> f64 {
    if x.is_nan() {
        return *last;
    }
    let m = mean.step(x);
    if !mean.window.is_full() {
        return NA;
    }
    let mut q = 0.0;
    for value in mean.window.values() {
        q += (value - m) * (value - m);
    }
    let n = mean.window.values().len() as f64;
    *last = if is_population {
        (q / n).sqrt()
    } else if n == 1.0 {
        NA
    } else {
        (q / (n - 1.0)).sqrt()
    };
    *last
}

fn relative_strength(last: &mut f64, up: &mut Smoothed, down: &mut Smoothed, x: f64) -> f64 {
    if x.is_nan() {
        return NA;
    }
    let d = x - *last;
    let is_first = last.is_nan();
    *last = x;
    if is_first {
        return NA;
    }
    let u = up.step(if d > 0.0 { d } else { 0.0 });
    let w = down.step(if d < 0.0 { -d } else { 0.0 });
    if w == 0.0 {
        100.0
    } else {
        100.0 - 100.0 / (1.0 + u / w)
    }
}

fn extreme(window: &mut Window, is_highest: bool, last: &mut f64, x: f64) -> f64 {
    if x.is_nan() {
        return *last;
    }
    window.push(x);
    if window.is_full() {
        let better = |best: f64, value: &f64| {
            let wins = if is_highest {
                *value > best
            } else {
                *value < best
            };
            if wins { *value } else { best }
        };
        *last = window.values().iter().fold(x, better);
    }
    *last
}

fn cumulate(total: &mut f64, x: f64) -> f64 {
    if x.is_nan() {
        return NA;
    }
    *total += x;
    *total
}

fn true_range(handles_na: bool, close_before: &mut f64, inputs: &[f64]) -> f64 {
    let (high, low) = (inputs[0], inputs[1]);
    let p = *close_before;
    *close_before = inputs[2];
    let r = high - low;
    match (p.is_nan(), handles_na) {
        (true, true) => r,
        (true, false) => NA,
        (false, _) => maximum(maximum(r, (high - p).abs()), (low - p).abs()),
    }
}

fn cross(is_over: bool, before: &mut Option<(f64, f64)>, a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        return 0.0;
    }
    let crossed = before.is_some_and(|(old_a, old_b)| {
        if is_over {
            a > b && old_a <= old_b
        } else {
            a < b && old_a >= old_b
        }
    });
    *before = Some((a, b));
    truth(crossed)
}

fn bars_since(bars: &mut Option<usize>, is_now: bool) -> f64 {
    *bars = if is_now {
        Some(0)
    } else {
        bars.map(|bars| bars + 1)
    };
    bars.map_or(NA, |bars| bars as f64)
}

fn value_when(k: usize, recorded: &mut Vec<f64>, is_now: bool, x: f64) -> f64 {
    if is_now {
        recorded.push(x);
    }
    if k < recorded.len() {
        recorded[recorded.len() - 1 - k]
    } else {
        NA
    }
}
