//! Every page in every state worth looking at: for tests, reviews and screenshots.

use super::dates::{Calendar, SAMPLE_NOW, When};
use super::demo::{Inbox, Mail};
use super::entry::{Android, CodeEntry, Desktop, FrontDoor, InApp, Invitation, Uses};
use super::frame::{Device, Frame};
use super::hand_over::HandOver;
use super::inform::{Asked, Help, Languages, Logout, Privacy};
use super::page::Page;
use super::problem::{Ask, Problem, Reason};
use super::steps::{
    Assign, Certificate, Declined, Done, Late, Login, LoginError, Owner, Profile, Site, Source,
    Terms, Trust,
};
use crate::base::time::HOUR;
use crate::flow::Step;
use crate::model::policy::Ownership;
use crate::words::{Language, Words};

/// A sample: a name fit for a file, and the page in its frame.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Lower-case words with dashes, unique.
    pub name: &'static str,
    /// Everything around the page.
    pub frame: Frame,
    /// The page.
    pub page: Page,
}

/// All samples.
pub fn pages() -> Vec<Sample> {
    [entry(), steps(), progress_made(), problems(), others()].concat()
}

/// All samples, their dates in this language.
pub fn pages_in(language: Language) -> Vec<Sample> {
    let calendar = Calendar::new("America/New_York").speaking(&Words::of(language));
    let mut all = pages();
    for when in all.iter_mut().flat_map(|sample| dates(&mut sample.page)) {
        let Ok(at) = when.iso.parse() else { continue };
        let closing = || calendar.when(SAMPLE_NOW.plus(3 * HOUR), SAMPLE_NOW).left;
        *when = When {
            left: when.left.as_ref().and_then(|_| closing()),
            ..calendar.when(at, SAMPLE_NOW)
        };
    }
    all
}

/// Every date on a page.
fn dates(page: &mut Page) -> Vec<&mut When> {
    match page {
        Page::Invitation(page) => page.until.iter_mut().collect(),
        Page::Desktop(page) => page.until.iter_mut().collect(),
        Page::Profile(page) => page.grace.iter_mut().collect(),
        Page::Done(page) => vec![&mut page.enrolled],
        Page::Inbox(page) => page.mails.iter_mut().map(|mail| &mut mail.at).collect(),
        Page::Mail(page) => vec![&mut page.at],
        Page::Problem(page) => {
            let about = match &mut page.reason {
                Reason::NotYet { opens: at } | Reason::Expired { until: at, .. } => Some(at),
                Reason::Revoked { at, .. } | Reason::Used { last: at, .. } => at.as_mut(),
                _ => None,
            };
            about.into_iter().chain([&mut page.now]).collect()
        }
        _ => Vec::new(),
    }
}

fn sample(name: &'static str, frame: Frame, page: impl Into<Page>) -> Sample {
    Sample {
        name,
        frame,
        page: page.into(),
    }
}

fn open() -> Frame {
    Frame {
        number: None,
        reference: Some("R-58213".into()),
        ..Frame::sample()
    }
}

fn entry() -> Vec<Sample> {
    let closing = Invitation {
        until: Some(When {
            left: Some("3 more hours".into()),
            ..When::sample()
        }),
        ..Invitation::sample()
    };
    let poster = Invitation {
        first_name: None,
        from: None,
        to: None,
        until: None,
        uses: uses(24, 2, 30),
        login: false,
        mailed: false,
        ..Invitation::sample()
    };
    let front = Desktop {
        link: None,
        code: None,
        until: None,
        status: None,
        ..Desktop::sample()
    };
    let mistyped = CodeEntry {
        rejected: Some("7QK4M-2XW9D".into()),
    };
    vec![
        sample("front-door", open(), FrontDoor::sample()),
        sample("front-door-closed", open(), FrontDoor::default()),
        sample("invitation", Frame::sample(), Invitation::sample()),
        sample("invitation-closing", Frame::sample(), closing),
        sample("invitation-poster", Frame::sample(), poster),
        sample("code", open(), CodeEntry::sample()),
        sample("code-rejected", open(), mistyped),
        sample("desktop", Frame::sample(), Desktop::sample()),
        sample("desktop-front-door", open(), front),
        sample("android", Frame::sample(), Android::sample()),
        sample("in-app", Frame::sample(), InApp::sample()),
    ]
}

fn steps() -> Vec<Sample> {
    let wrong = Login {
        username: "maya.chen".into(),
        error: Some(LoginError::Wrong),
        ..Login::sample()
    };
    let local = Login {
        source: Source::Account,
        error: Some(LoginError::Empty),
        reset: None,
        ..Login::sample()
    };
    let provider = Login {
        source: Source::Provider,
        provider: true,
        reset: None,
        ..Login::sample()
    };
    let both = Login {
        provider: true,
        ..Login::sample()
    };
    let nobody = Assign {
        query: Some("mchen".into()),
        ..Assign::default()
    };
    let at = Frame::at;
    vec![
        sample("login", at(Step::Login), Login::sample()),
        sample("login-wrong", at(Step::Login), wrong),
        sample("login-account", at(Step::Login), local),
        sample("login-provider", at(Step::Login), provider),
        sample("login-or-provider", at(Step::Login), both),
        sample("assign", at(Step::Assign), Assign::default()),
        sample("assign-found", at(Step::Assign), Assign::sample()),
        sample("assign-nobody", at(Step::Assign), nobody),
        sample("owner", at(Step::Owner), Owner::sample()),
        sample(
            "owner-missing",
            at(Step::Owner),
            Owner {
                owner: Some(Ownership::Personal),
                missing: true,
                ..Owner::sample()
            },
        ),
        sample("site", at(Step::Site), Site::sample()),
        sample("terms", at(Step::Terms), Terms::sample()),
        sample(
            "terms-missing",
            at(Step::Terms),
            Terms {
                missing: true,
                ..Terms::sample()
            },
        ),
        sample("declined", Frame::sample(), Declined {}),
    ]
}

fn progress_made() -> Vec<Sample> {
    let doubted = Trust {
        doubted: true,
        ..Trust::sample()
    };
    let checking = Profile {
        downloaded: true,
        checking: true,
        grace: Some(When::sample()),
        trust_step: None,
        ..Profile::sample()
    };
    let alone = Frame {
        device: Device::Ipad,
        ..open()
    };
    let at = Frame::at;
    vec![
        sample("certificate", at(Step::Certificate), Certificate::sample()),
        sample("trust", at(Step::Trust), Trust::sample()),
        sample("trust-doubted", at(Step::Trust), doubted),
        sample("profile", at(Step::Profile), Profile::sample()),
        late("profile-gone", Late::Gone),
        late(
            "profile-silent",
            Late::Silent {
                reference: "R-58213".into(),
            },
        ),
        late(
            "profile-old",
            Late::Old {
                has: Some("12.5".into()),
                needs: "16".into(),
            },
        ),
        late("profile-other", Late::Other),
        late("profile-many", Late::Many { allowed: 2 }),
        late("profile-enrolled", Late::Enrolled),
        sample("profile-checking", alone, checking),
        sample(
            "hand-over",
            elsewhere(Some(Step::Profile)),
            HandOver::sample(),
        ),
        sample("hand-over-again", elsewhere(Some(Step::Profile)), again()),
        sample("done", Frame::sample(), Done::sample()),
        sample("done-shared", Frame::sample(), shared()),
    ]
}

fn late(name: &'static str, late: Late) -> Sample {
    let profile = Profile {
        downloaded: true,
        late: Some(late),
        ..Profile::sample()
    };
    sample(name, Frame::at(Step::Profile), profile)
}

/// The frame where Fleet enrolls.
fn elsewhere(step: Option<Step>) -> Frame {
    Frame {
        elsewhere: Some(HandOver::sample().product),
        ..step.map_or_else(Frame::sample, Frame::at)
    }
}

fn again() -> HandOver {
    HandOver {
        again: true,
        ..HandOver::sample()
    }
}

fn shared() -> Done {
    Done {
        first_name: None,
        receipt: None,
        ownership: Ownership::Personal,
        uses: Some(uses(29, 0, 30)),
        ..Done::sample()
    }
}

fn uses(used: u32, reserved: u32, of: u32) -> Uses {
    Uses {
        used,
        reserved,
        of: Some(of),
    }
}

fn problems() -> Vec<Sample> {
    let text = |text: &str| text.to_owned();
    let groups = vec![text("Staff"), text("Teachers")];
    let reference = text("R-58213");
    let mut samples: Vec<Sample> = [
        ("directory", Reason::Directory { account: true }),
        ("locked", Reason::Locked { minutes: 10 }),
        ("not-allowed", Reason::NotAllowed { groups }),
        ("personal", Reason::Personal { invitation: false }),
        ("personal-invited", Reason::Personal { invitation: true }),
        ("session", Reason::Session),
        ("cookies", Reason::Cookies),
        ("form", Reason::Form),
        ("not-found", Reason::NotFound),
        ("server", Reason::Server { reference }),
    ]
    .into_iter()
    .chain(links())
    .map(|(name, reason)| {
        let problem = Problem {
            retry: Some(text("/enroll/login")),
            ..Problem::new(reason, When::sample_now())
        };
        sample(name, Frame::sample(), problem)
    })
    .collect();
    samples.push(sample("expired", Frame::sample(), Problem::sample()));
    samples
}

/// What can be wrong with a link.
fn links() -> [(&'static str, Reason); 7] {
    let opens = When::sample();
    let at = Some(When::sample_past());
    let ask = Some(Ask {
        link: "7QK4M2XW9D3HB6TN8RVC".into(),
        who: Some("IT Help Desk".into()),
    });
    let used = Reason::Used {
        uses: uses(1, 0, 1),
        last: at.clone(),
        product: None,
        ask,
    };
    let led = Reason::Used {
        uses: uses(1, 0, 1),
        last: at.clone(),
        product: Some("Fleet"),
        ask: None,
    };
    let busy = Reason::Busy {
        uses: uses(28, 2, 30),
        minutes: 60,
    };
    let revoked = Reason::Revoked {
        at,
        reason: Some("Left the school".into()),
    };
    let other = Reason::WrongAccount {
        sent_to: Some("m•••@riverside.example".into()),
        username: "rui.costa".into(),
    };
    [
        ("unknown", Reason::Unknown),
        ("not-yet", Reason::NotYet { opens }),
        ("used", used),
        ("used-elsewhere", led),
        ("busy", busy),
        ("revoked", revoked),
        ("wrong-account", other),
    ]
}

fn others() -> Vec<Sample> {
    vec![
        sample("asked", Frame::sample(), Asked::sample()),
        sample("languages", Frame::sample(), Languages::sample()),
        sample("help", Frame::sample(), Help::sample()),
        sample("help-elsewhere", elsewhere(None), Help::elsewhere()),
        sample("privacy", Frame::sample(), Privacy::sample()),
        sample("logout", Frame::sample(), Logout::sample()),
        sample("logged-out", open(), Logout::default()),
        sample("inbox", open(), Inbox::sample()),
        sample("inbox-empty", open(), Inbox { mails: Vec::new() }),
        sample("mail", open(), Mail::sample()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_speak_the_language_of_their_page() {
        assert_eq!(
            format!("{:?}", pages_in(Language::En)),
            format!("{:?}", pages())
        );
        for sample in pages_in(Language::Ar) {
            let mut page = sample.page;
            for when in dates(&mut page) {
                let said = [&when.day, &when.date, &when.relative].map(String::as_str);
                let all = said.concat() + when.left.as_deref().unwrap_or_default();
                assert!(!all.contains(|c: char| c.is_ascii_alphabetic()), "{all}");
            }
        }
    }
}
