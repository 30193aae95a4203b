//! What was imported and saved, in files that survive anything. Knows no foreign format and no query language.
