//! Readers of foreign formats, with validation.
