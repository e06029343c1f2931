//! Room for the database and captured mail.

use std::path::Path;

use super::Finding;
use crate::model::settings::Settings;

/// Below this much free room, in bytes, somebody should look.
const SCARCE: u64 = 1 << 30;
/// Below this much nothing should begin.
const GONE: u64 = 50 << 20;

/// Free room where `.enroll` stands, when anything is kept there.
pub fn check(settings: &Settings, root: &Path) -> Option<Finding> {
    let kept_here = settings.database.starts_with("sqlite") || settings.mail.smtp.is_none();
    if !kept_here {
        return None;
    }
    Some(match rustix::fs::statvfs(root) {
        Ok(stat) => judge(stat.f_bavail.saturating_mul(stat.f_frsize)),
        Err(e) => Finding::bad("disk", format!("{}: {e}", root.display()), None),
    })
}

fn judge(free: u64) -> Finding {
    let text = format!("{} MiB free", free >> 20);
    match free {
        SCARCE.. => Finding::good("disk", text),
        GONE..SCARCE => Finding::doubtful("disk", text, "make room: the database grows"),
        ..GONE => Finding::bad("disk", text, Some("make room first".to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::doctor::Verdict;

    #[test]
    fn scarce_room_is_told() {
        assert_eq!(judge(8 << 30).verdict, Verdict::Good);
        assert_eq!(judge(500 << 20).verdict, Verdict::Doubtful);
        assert_eq!(judge(1 << 20).verdict, Verdict::Bad);
    }
}
