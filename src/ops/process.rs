//! Which process this is, and whether another one still lives: what a claim on a message is tied to.

use std::path::PathBuf;

use super::random;
use crate::store::outbox::Owner;

/// This process as the owner of messages; each call is an owner of its own.
pub fn owner() -> Owner {
    let pid = std::process::id();
    Owner {
        token: random::uid(),
        boot: boot(),
        pid: i64::from(pid),
        started: start_of(i64::from(pid)).unwrap_or_default(),
    }
}

/// Whether the process of an owner of this same boot has ended. Its number may have been given to another since.
pub fn has_ended(owner: &Owner) -> bool {
    start_of(owner.pid) != Some(owner.started)
}

/// The boot and the process namespace: containers of one machine share the first and not the second. Where the
/// system tells neither, a value that never comes again, so that only leases count.
fn boot() -> String {
    let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id");
    let namespace = std::fs::read_link("/proc/self/ns/pid");
    match (id, namespace) {
        (Ok(id), Ok(namespace)) => format!("{} {}", id.trim(), namespace.display()),
        _ => random::uid(),
    }
}

/// When a process started, in clock ticks since boot (proc(5), field 22 of `stat`); none when it is no more,
/// or dead and only waiting for its parent to notice.
fn start_of(pid: i64) -> Option<i64> {
    let path = PathBuf::from(format!("/proc/{pid}/stat"));
    let text = std::fs::read_to_string(path).ok()?;
    // The second field is the name, in brackets, and may itself hold spaces and brackets.
    let mut fields = text.rsplit_once(')')?.1.split_ascii_whitespace();
    match fields.next()? {
        "Z" | "X" => None,
        _ => fields.nth(18)?.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_lives_until_it_ends() {
        let own = owner();
        assert!(own.started > 0 && !has_ended(&own));
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .unwrap();
        let pid = i64::from(child.id());
        let other = Owner {
            pid,
            started: start_of(pid).unwrap(),
            ..own.clone()
        };
        assert!(!has_ended(&other));
        let namesake = Owner {
            started: other.started - 1,
            ..other.clone()
        };
        assert!(has_ended(&namesake), "another process with the same number");
        child.kill().unwrap();
        // Not yet waited for: dead all the same.
        while !has_ended(&other) {
            std::thread::yield_now();
        }
        child.wait().unwrap();
        assert!(has_ended(&other));
        assert_eq!(owner().boot, own.boot);
        assert_ne!(owner().token, own.token);
    }
}
