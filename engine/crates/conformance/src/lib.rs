//! Compares twin and fast path, runs the anchors, for tests only.
