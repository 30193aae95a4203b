//! Executes a plan: columns first, then bars (docs/semantics). Give it a plan, settings and bars; get
//! the record of the run, or the values of nodes.

mod bind;
mod calls;
mod chart;
mod column;
mod columns;
mod executor;
mod graph;
mod higher;
mod history;
mod kernels;
mod live;
mod options;
mod program;
mod run;
mod scalar;
mod source;
mod task;
mod wake;

pub use options::Options;
pub use run::{run, values};
