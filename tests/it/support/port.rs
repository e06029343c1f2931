//! Free loopback ports, for servers that cannot choose one themselves and say which.

use std::{
    net::TcpListener,
    process,
    sync::atomic::{AtomicU32, Ordering},
};

/// Below Linux's range for outgoing connections (32768 and up): a connection somewhere on the machine can
/// never take the port between this question and the server's start, nor while a server is down.
const FIRST: u32 = 20_000;
const COUNT: u32 = 12_000;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A port nobody listens on now, not given to another test of this process. Another process may still take
/// it first: whoever starts a server on it tries again with another when that server ends at once.
pub fn free() -> u16 {
    let start = process::id().wrapping_mul(97);
    (0..COUNT)
        .map(|_| FIRST + start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT)
        .map(|port| u16::try_from(port).unwrap())
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port on 127.0.0.1")
}

#[test]
fn ports_are_free_and_differ() {
    let (one, other) = (free(), free());
    assert_ne!(one, other);
    TcpListener::bind(("127.0.0.1", one)).unwrap();
}
