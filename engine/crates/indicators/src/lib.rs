//! Operators: one state machine each, driven by step or by column.
