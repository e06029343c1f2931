//! Named points at which a test build ends itself as if killed, or stops itself as if suspended, to prove what
//! a crash or a long sleep leaves behind.

/// Ends the process here when `ENROLL_ABORT_AT` names this point, stops it until a CONT signal when
/// `ENROLL_STOP_AT` does; nothing at all in a release build.
///
/// The points: A0 before the lock, A1 after it, A2 after reading the state, A3 in the middle of the transaction, A4 before
/// the commit, A5 after it, A6 after some of the messages, A7 before the end of apply; D1 after a claim,
/// D2 connected, D3 after RCPT, D4 `transmitting` committed, D5 the body sent in part, D6 the final dot sent,
/// D7 the answer read but not stored, D8 stored; R1 a reminder is due and settled
/// but not written, R2 written but not committed; P2 a use reserved but not committed, P3 committed but not answered,
/// P4 a device's request accepted but not signed, P5 signed but not stored, P6 stored but not sent, P7 in the middle
/// of the first TokenUpdate, P8 after it, not answered.
pub fn point(name: &str) {
    if !cfg!(debug_assertions) {
        return;
    }
    let named = |variable: &str| std::env::var(variable).is_ok_and(|at| at == name);
    if named("ENROLL_ABORT_AT") {
        std::process::abort();
    }
    if named("ENROLL_STOP_AT") {
        let own = std::process::id().to_string();
        // The signal stops this process as a whole, and with it this line, until somebody wakes it.
        let _ = std::process::Command::new("kill")
            .args(["-STOP", &own])
            .status();
    }
}
