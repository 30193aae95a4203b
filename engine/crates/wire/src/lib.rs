//! Between protocol and domain, pure.
