//! Ctrl-C and TERM: end after what is under way, and say so by the exit code.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Which signal came, if one did.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicU8>);

impl Interrupt {
    /// 130 after Ctrl-C, 143 after TERM.
    pub fn code(&self) -> Option<u8> {
        Some(self.0.load(Ordering::Relaxed)).filter(|code| *code != 0)
    }
}

/// Cancels `stop` at the first signal. A second one ends the process the ordinary way.
pub fn watch(stop: &CancellationToken) -> Interrupt {
    let interrupt = Interrupt::default();
    for (kind, code) in [
        (SignalKind::interrupt(), 130),
        (SignalKind::terminate(), 143),
    ] {
        let (stop, seen) = (stop.clone(), interrupt.0.clone());
        let Ok(mut signals) = signal(kind) else {
            continue;
        };
        tokio::spawn(async move {
            signals.recv().await;
            seen.store(code, Ordering::Relaxed);
            anstream::eprintln!(
                "Stopping after the messages under way. Run the same command to continue."
            );
            stop.cancel();
            signals.recv().await;
            std::process::exit(i32::from(code));
        });
    }
    interrupt
}
