//! The naive twin with its own indicators and ledger, for tests only.
