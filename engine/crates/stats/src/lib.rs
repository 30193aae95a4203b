//! Measures from events.
