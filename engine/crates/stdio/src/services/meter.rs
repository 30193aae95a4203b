//! Counts and times requests. The histogram has four steps a power of two: a figure is right to 19 %.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const STEPS_PER_DOUBLING: usize = 4;
/// Up to 2^32 µs, more than an hour; what takes longer counts as that.
const STEPS: usize = 32 * STEPS_PER_DOUBLING;

/// Figures of one service, written by every thread.
pub(crate) struct Meter {
    requests: AtomicU32,
    queued: AtomicU32,
    steps: [AtomicU32; STEPS],
    last_error: Mutex<Option<String>>,
}

/// A meter's figures at one moment.
pub(crate) struct Figures {
    pub(crate) requests: u32,
    pub(crate) queue_depth: u32,
    pub(crate) p50_us: Option<f64>,
    pub(crate) p99_us: Option<f64>,
    pub(crate) last_error: Option<String>,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            requests: AtomicU32::new(0),
            queued: AtomicU32::new(0),
            steps: [const { AtomicU32::new(0) }; STEPS],
            last_error: Mutex::new(None),
        }
    }
}

impl Meter {
    /// A request waits for a thread.
    pub(crate) fn queued(&self) {
        self.queued.fetch_add(1, Ordering::Relaxed);
    }

    /// It waits no longer.
    pub(crate) fn taken(&self) {
        self.queued.fetch_sub(1, Ordering::Relaxed);
    }

    /// A request has ended after `took`.
    pub(crate) fn ended(&self, took: Duration) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.steps[step_of(took)].fetch_add(1, Ordering::Relaxed);
    }

    /// A request failed by our fault.
    pub(crate) fn failed(&self, message: &str) {
        *self
            .last_error
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(message.to_owned());
    }

    pub(crate) fn figures(&self) -> Figures {
        let counts: Vec<u32> = self
            .steps
            .iter()
            .map(|step| step.load(Ordering::Relaxed))
            .collect();
        Figures {
            requests: self.requests.load(Ordering::Relaxed),
            queue_depth: self.queued.load(Ordering::Relaxed),
            p50_us: quantile(&counts, 0.50),
            p99_us: quantile(&counts, 0.99),
            last_error: self
                .last_error
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
        }
    }
}

fn step_of(took: Duration) -> usize {
    let micros = took.as_secs_f64() * 1e6;
    // Below 1 µs the logarithm is negative; the conversion then gives 0.
    let step = libm::log2(micros) * STEPS_PER_DOUBLING as f64;
    (step.ceil().max(0.0) as usize).min(STEPS - 1)
}

/// Upper edge, in microseconds, of the step that holds the quantile.
fn quantile(counts: &[u32], share: f64) -> Option<f64> {
    let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    let wanted = ((total as f64) * share).ceil().max(1.0) as u64;
    let mut seen = 0;
    let step = counts.iter().position(|&count| {
        seen += u64::from(count);
        seen >= wanted
    })?;
    Some(libm::exp2(step as f64 / STEPS_PER_DOUBLING as f64))
}

#[cfg(test)]
mod tests {
    use super::Meter;
    use std::time::Duration;

    #[test]
    fn nothing_measured_has_no_latency() {
        let figures = Meter::default().figures();
        assert_eq!(
            (figures.p50_us, figures.p99_us, figures.requests),
            (None, None, 0)
        );
    }

    #[test]
    fn quantiles_are_right_to_one_step() {
        let meter = Meter::default();
        for micros in 1..=1_000 {
            meter.ended(Duration::from_micros(micros));
        }
        let figures = meter.figures();
        let near = |value: Option<f64>, exact: f64| {
            value.is_some_and(|value| value >= exact && value < exact * 1.2)
        };
        assert!(near(figures.p50_us, 500.0), "{:?}", figures.p50_us);
        assert!(near(figures.p99_us, 990.0), "{:?}", figures.p99_us);
        assert_eq!(figures.requests, 1_000);
    }

    #[test]
    fn extremes_stay_inside_the_histogram() {
        let meter = Meter::default();
        meter.ended(Duration::ZERO);
        meter.ended(Duration::from_secs(1_000_000));
        assert_eq!(meter.figures().p50_us, Some(1.0));
    }
}
