//! Matching, fills, fees, positions, ledger.
