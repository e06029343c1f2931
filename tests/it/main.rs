//! Integration tests, one binary: real servers, real processes, both databases.
