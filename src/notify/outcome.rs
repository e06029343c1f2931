//! How a try to hand over a message ends, and where on the way it is.

/// The end of one try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The other side took responsibility; its words.
    Accepted(String),
    /// Not now: refused for now, or failed before the other side could have all of it.
    Deferred(String),
    /// Not now, and not before so long; its words.
    Busy(String, std::time::Duration),
    /// Refused for good; its words.
    Rejected(String),
    /// The connection was lost after the last byte began to leave: nobody knows.
    InDoubt(String),
    /// The connection failed and nothing of the message has left; over a fresh one it may go at once.
    Unreached(String),
    /// The caller said no before the first byte left.
    Withdrawn,
}

/// A place on the way of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A new connection is ready for mail.
    Connected,
    /// The server knows sender and recipient, and waits for the data or refused them.
    Addressed,
    /// Part of the message has left.
    Begun,
    /// The whole message has left, the final dot included.
    Complete,
    /// The server answered, whatever it said.
    Answered,
}
