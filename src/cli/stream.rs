//! Events on stdout, one line each, for whoever asked for `--format ndjson`; nothing for others.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::global::{Failure, Format};
use crate::base::time::{SECOND, Timestamp};
use crate::model::lease::Lease;
use crate::ops::apply::{Applied, Lock, Outcome};
use crate::ops::clock;
use crate::report::event::Event;
use crate::report::finding::Finding;
use crate::report::plan_json::PlanDocument;
use crate::worker::{News, Progress};

/// Between two lines about progress.
const PAUSE: Duration = Duration::from_secs(5);

/// One stream. Clones write to the same.
#[derive(Clone, Debug, Default)]
pub struct Stream(Option<Arc<Mutex<State>>>);

#[derive(Debug, Default)]
struct State {
    seq: u64,
    run: Option<String>,
    outcome: Outcome,
    told: Option<Timestamp>,
}

impl Stream {
    /// Begins, if this is the form asked for.
    pub fn open(format: Format) -> Self {
        let stream = Self((format == Format::Ndjson).then(Arc::default));
        stream.tell(|_| {
            Some(Event::Version {
                tool: env!("CARGO_PKG_VERSION"),
            })
        });
        stream
    }

    /// What is wrong with the repository. `findings` are made only if somebody reads.
    pub fn findings(&self, findings: impl FnOnce() -> Vec<Finding>) {
        if self.0.is_some() {
            for finding in findings() {
                self.tell(|_| Some(Event::of_finding(finding)));
            }
        }
    }

    /// Another run is waited for.
    pub fn lock_wait(&self, lease: &Lease) {
        self.tell(|_| {
            Some(Event::LockWait {
                holder: lease.holder.to_string(),
                since: lease.since.to_string(),
            })
        });
    }

    /// The lock is ours.
    pub fn lock_acquired(&self, lock: &Lock) {
        let token = lock.token();
        self.tell(|_| Some(Event::LockAcquired { token }));
    }

    /// The lock was ours.
    pub fn lock_lost(&self) {
        self.tell(|_| Some(Event::LockLost {}));
    }

    /// A plan, change by change. `document` is made only if somebody reads.
    pub fn plan(&self, document: impl FnOnce() -> PlanDocument) {
        if self.0.is_some() {
            for event in Event::of_plan(document()) {
                self.tell(|_| Some(event));
            }
        }
    }

    /// The point of no return.
    pub fn committed(&self, done: &Applied) {
        self.tell(|state| {
            state.run = Some(done.run.as_ref()?.0.clone());
            Some(Event::Committed {
                changes: if done.earlier {
                    0
                } else {
                    done.plan.changes.len()
                },
                earlier: done.earlier,
            })
        });
    }

    /// One message went a step on, or a wave ended.
    pub fn sent(&self, progress: &Progress) {
        self.tell(|_| match progress.last.as_ref()? {
            News::Message(id, state) => Event::sent(&id.0, *state),
            News::Wave(wave, standing) => Some(Event::WaveDone {
                of_run: wave.run.clone(),
                kind: wave.kind.clone(),
                number: wave.number,
                size: standing.size,
                refused: standing.refused,
            }),
        });
        self.tell(|state| {
            let now = clock::now();
            let told = *state.told.get_or_insert(now);
            if now.since(told) < SECOND * i64::try_from(PAUSE.as_secs()).unwrap_or(5) {
                return None;
            }
            state.told = Some(now);
            Some(Event::Progress {
                done: progress.done(),
                of: progress.of,
            })
        });
    }

    /// Where the messages stand at the end.
    pub fn outcome(&self, outcome: &Outcome) {
        self.tell(|state| {
            state.outcome = outcome.clone();
            None
        });
    }

    /// The last line.
    pub fn ended(&self, ended: &Result<u8, Failure>) {
        self.tell(|state| {
            let outcome = std::mem::take(&mut state.outcome);
            let messages = outcome.run.iter().map(|(state, n)| (state.word(), *n));
            Some(Event::ApplySummary {
                exit_code: match ended {
                    Ok(code) => *code,
                    Err(failure) => failure.kind.exit_code(),
                },
                error: ended.as_ref().err().map(|failure| failure.message.clone()),
                messages: messages.collect(),
                unsent: outcome.unsent,
                in_doubt: outcome.in_doubt.into_iter().map(|m| m.id.0).collect(),
            })
        });
    }

    /// Writes what `event` answers under the next number.
    fn tell(&self, event: impl FnOnce(&mut State) -> Option<Event>) {
        let Some(state) = &self.0 else { return };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(event) = event(&mut state) else {
            return;
        };
        state.seq += 1;
        let line = event.line(state.seq, clock::now().to_string(), state.run.clone());
        match serde_json::to_string(&line) {
            Ok(text) => anstream::println!("{text}"),
            Err(error) => anstream::eprintln!("{error}"),
        }
    }
}
