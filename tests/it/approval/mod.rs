//! Agreeing to exactly what was looked at: plan files, one entry alone, and guards that pass only by their number.

mod alone;
mod guards;
mod plan_file;
