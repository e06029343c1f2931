//! Files that the program writes: exported, laid out anew, and brought over from elsewhere.

mod export;
mod fmt;
mod jamf;
