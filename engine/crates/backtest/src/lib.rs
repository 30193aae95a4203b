//! Columns first, then bars: executes a plan.
