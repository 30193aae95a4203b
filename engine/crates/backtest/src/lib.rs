//! Executes a plan: columns first, then bars (docs/semantics). Give it a plan, settings and bars; get
//! the record of the run, or the values of nodes.

mod ahead;
mod bind;
mod calls;
mod chart;
mod column;
mod columns;
mod ended;
mod executor;
mod feed;
mod graph;
mod higher;
mod hints;
mod history;
mod kernels;
mod live;
mod memo;
mod options;
mod program;
mod recall;
mod run;
mod scalar;
mod source;
mod task;
mod wake;
mod warmth;
mod watch;

pub use hints::{hints, hints_quotes};
pub use memo::Memo;
pub use options::Options;
pub use run::{
    firsts, firsts_quotes, mark_price, run, run_quotes, tick_chart, values, values_quotes,
};
