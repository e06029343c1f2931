//! Progress of sending, on stderr: a bar at a terminal, elsewhere one line for each tenth.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use indicatif::{ProgressBar, ProgressStyle};

use crate::worker::Progress;

/// Shows progress. Clones show on the same bar.
#[derive(Clone, Debug)]
pub struct Meter {
    bar: ProgressBar,
    tenth: Arc<AtomicU64>,
}

impl Meter {
    /// Nothing is seen before the first message.
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template(
            "  Email   {wide_bar} {pos:>5}/{len}  {per_sec}  {eta} left  {msg}",
        ) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        Self {
            bar,
            tenth: Arc::new(AtomicU64::new(0)),
        }
    }

    /// One more message is dealt with.
    pub fn show(&self, progress: &Progress) {
        let (done, of) = (progress.done(), progress.of.max(1));
        if !self.bar.is_hidden() {
            self.bar.set_length(of);
            self.bar.set_position(done);
            self.bar.set_message(trouble(progress));
            return;
        }
        let tenth = done * 10 / of;
        if self.tenth.fetch_max(tenth, Ordering::Relaxed) < tenth {
            anstream::eprintln!("sending: {done} of {of}  {}", trouble(progress));
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn trouble(progress: &Progress) -> String {
    let parts = [
        (progress.deferred, "deferred"),
        (progress.rejected, "refused"),
        (progress.in_doubt, "in doubt"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    said.join(", ")
}
