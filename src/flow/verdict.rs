//! Whether a link works now.

use crate::base::time::Timestamp;

/// What is known about a link when somebody uses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkFacts {
    /// Not usable before.
    pub opens: Option<Timestamp>,
    /// When it stops working; none: never.
    pub expires_at: Option<Timestamp>,
    /// Revoked, by whatever hand, or no longer in the repository.
    pub revoked: bool,
    /// Devices allowed; none: unlimited.
    pub uses: Option<u32>,
    /// Devices counted.
    pub used: u32,
    /// Uses that live reservations of others hold.
    pub reserved: u32,
    /// Until when this session's own reservation holds, if it has one.
    pub own_reservation: Option<Timestamp>,
}

/// Whether a link works, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It works.
    Works,
    /// It does not work yet.
    NotYet,
    /// It worked until some time ago.
    Expired,
    /// It was revoked.
    Revoked,
    /// All its uses are counted.
    Used,
    /// All uses that are left are reserved; one may come free.
    Busy,
    /// There is no such link.
    Unknown,
}

/// Judges a link at `now`; `None` is a link nobody knows. Revocation has no grace; a reservation made
/// before may finish as long as it holds, whatever happened to expiry and uses in the meantime.
pub fn verdict(link: Option<&LinkFacts>, now: Timestamp) -> Verdict {
    let Some(link) = link else {
        return Verdict::Unknown;
    };
    let left = link.uses.map(|uses| uses.saturating_sub(link.used));
    if link.revoked {
        Verdict::Revoked
    } else if link.own_reservation.is_some_and(|until| now < until) {
        Verdict::Works
    } else if left == Some(0) {
        Verdict::Used
    } else if link.expires_at.is_some_and(|end| now >= end) {
        Verdict::Expired
    } else if link.opens.is_some_and(|opens| now < opens) {
        Verdict::NotYet
    } else if left.is_some_and(|left| left <= link.reserved) {
        Verdict::Busy
    } else {
        Verdict::Works
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000);

    fn link() -> LinkFacts {
        LinkFacts {
            uses: Some(2),
            expires_at: Some(Timestamp(2_000)),
            ..LinkFacts::default()
        }
    }

    fn judge(change: impl FnOnce(&mut LinkFacts)) -> Verdict {
        let mut facts = link();
        change(&mut facts);
        verdict(Some(&facts), NOW)
    }

    #[test]
    fn each_reason() {
        assert_eq!(verdict(None, NOW), Verdict::Unknown);
        assert_eq!(judge(|_| ()), Verdict::Works);
        assert_eq!(judge(|l| l.opens = Some(Timestamp(1_001))), Verdict::NotYet);
        assert_eq!(judge(|l| l.opens = Some(NOW)), Verdict::Works);
        assert_eq!(judge(|l| l.expires_at = Some(NOW)), Verdict::Expired);
        assert_eq!(judge(|l| l.expires_at = None), Verdict::Works);
        assert_eq!(judge(|l| l.revoked = true), Verdict::Revoked);
        assert_eq!(judge(|l| l.used = 2), Verdict::Used);
        assert_eq!(judge(|l| (l.used, l.reserved) = (1, 1)), Verdict::Busy);
        assert_eq!(
            judge(|l| (l.uses, l.used, l.reserved) = (None, 99, 99)),
            Verdict::Works
        );
    }

    #[test]
    fn a_reservation_made_before_may_finish_but_not_after_revocation() {
        let held = |l: &mut LinkFacts| l.own_reservation = Some(Timestamp(1_500));
        assert_eq!(
            judge(|l| {
                held(l);
                (l.expires_at, l.used, l.reserved) = (Some(Timestamp(500)), 1, 1);
            }),
            Verdict::Works
        );
        assert_eq!(
            judge(|l| {
                held(l);
                l.revoked = true;
            }),
            Verdict::Revoked
        );
        assert_eq!(
            judge(|l| {
                l.own_reservation = Some(NOW);
                l.expires_at = Some(Timestamp(500));
            }),
            Verdict::Expired,
            "a reservation that ran out gives no grace"
        );
    }
}
