use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};

use super::*;
use crate::model::declared::Kind;
use crate::model::message::MessageKind;
use crate::plan::change::{Action, Phase};
use crate::plan::guard::Verdict;
use crate::report::plan_json::{RecipientView, ScopeView, SummaryView, schema};
use crate::report::plan_purpose::AskedView;

/// What somebody could write to be more than text.
const CORPUS: &[&str] = &[
    "@everyone",
    "a@team",
    "#1 GH-2 !3 org/repo#4",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "--><b>out</b><!--",
    "| a | b |\n|---|---|\n| c | d |",
    "x\\|y\\\\|z|",
    "```\nout of the block\n```",
    "````diff\n-x\n````",
    "`code` ``more`` ```",
    "[link](https://evil.example) ![i](https://evil.example/i.png)",
    "https://evil.example www.evil.example mailto:x@evil.example",
    "</details></sub><details open>",
    "\n\n/approve\n/merge\n",
    "\r\n# Heading\r\n\r\n***\r\n> quote\r\n",
    "\u{202e}drowssap\u{200b}\u{2028}line",
    "&lt;b&gt; &#64;all &amp;",
    "<!-- enroll:plan:default -->",
    "[ref]: https://evil.example",
    "$x$ $$y$$ ~~z~~ ^1 %2 :+1:",
    "\u{0}\u{7}\u{1b}[31mred",
];

fn change(n: u32, text: &str, recipient: bool) -> ChangeView {
    ChangeView {
        seq: n,
        phase: Phase::Write,
        action: if recipient {
            Action::Create
        } else {
            Action::Update
        },
        kind: Kind::Invitation,
        id: format!("{text}{n}"),
        recipient: recipient.then(|| RecipientView {
            display: text.to_owned(),
            digest: "d".to_owned(),
        }),
        reason: text.to_owned(),
        detail: text.to_owned(),
        message: None,
        until: Some(text.to_owned()),
        source: Some(format!("{text}:{n}")),
        preconditions: Vec::new(),
        before: None,
        after: None,
        diff: Vec::new(),
        unified: vec![format!("-{text}"), format!("+{text}")],
        links: None,
        reversible: !recipient,
        effects: match recipient {
            true => vec![Effect::SendMessage {
                message: MessageKind::Invite,
                channel: Channel::Email,
            }],
            false => Vec::new(),
        },
        asked: Some(AskedView::Commit {
            commit: text.to_owned(),
            author: text.to_owned(),
            at: text.to_owned(),
        }),
    }
}

fn document(changes: Vec<ChangeView>, text: &str) -> PlanDocument {
    let messages = changes.iter().filter(|c| !c.effects.is_empty()).count();
    let guard = |id: &str| GuardView {
        id: format!("{id}{text}"),
        limit: 1,
        actual: 2,
        verdict: Verdict::NeedsAck,
        names: vec![text.to_owned()],
        ack: Some(format!("{id}{text}=2")),
        reason: Some(text.to_owned()),
    };
    PlanDocument {
        format: "enroll.plan".to_owned(),
        format_version: "1.1".to_owned(),
        tool: "0.1.0".to_owned(),
        fingerprint: format!("sha256:{}", "0".repeat(64)),
        instance: None,
        now: "2090-01-04T12:00:00Z".to_owned(),
        scope: ScopeView {
            complete: false,
            only: Some(text.to_owned()),
        },
        summary: SummaryView {
            changes: changes.len(),
            messages,
            text_parts: 0,
            links_ended: 0,
            create: messages,
            update: 0,
            remove: 0,
            invitations: 1,
            in_doubt: 1,
            unsent: 2,
            paused: None,
        },
        guards: vec![guard("messages"), guard("messages:")],
        changes,
        observed: vec![FactView::Held {
            id: text.to_owned(),
            recipient: None,
            reason: text.to_owned(),
        }],
        outlook: None,
        against: None,
    }
}

/// What a code host would make of it: every piece of HTML, link and image, and the cells of each row.
fn structure(comment: &str) -> (Vec<String>, usize, Vec<usize>, usize) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    let (mut html, mut links, mut rows, mut blocks) = (Vec::new(), 0, Vec::new(), 0);
    for event in Parser::new_ext(comment, options) {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => html.push(text.trim().to_owned()),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::InlineMath(_) | Event::DisplayMath(_) => links += 1,
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(0),
            Event::Start(Tag::TableCell) => *rows.last_mut().unwrap() += 1,
            Event::Start(Tag::CodeBlock(_)) => blocks += 1,
            _ => {}
        }
    }
    (html, links, rows, blocks)
}

/// What is written is text wherever it stands: the comment has the structure it has with harmless words.
#[test]
fn nothing_that_people_write_becomes_structure() {
    let shape = |text: &str| {
        let changes = vec![change(1, text, false), change(2, text, true)];
        comment(&document(changes, text), &Heading::default())
    };
    let wanted = structure(&shape("words"));
    assert!(
        wanted
            .0
            .contains(&"<!-- enroll:plan:default -->".to_owned())
    );
    assert_eq!((wanted.1, wanted.3), (0, 2), "{wanted:?}");
    for text in CORPUS {
        let shown = shape(text);
        assert_eq!(structure(&shown), wanted, "{text:?}\n{shown}");
        let outside: String = without_code(&shown);
        for sign in ["@everyone", "@team", "#1", "#4", "!3", "GH-2", "://evil"] {
            assert!(!outside.contains(sign), "{sign:?} of {text:?}\n{shown}");
        }
        // What GitLab takes for a command.
        assert!(!shown.lines().any(|line| line.starts_with('/')));
        assert!(!shown.contains('\u{202e}') && !shown.contains('\u{200b}'));
    }
}

/// The texts outside of code, as they are shown.
fn without_code(comment: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut inside = false;
    let mut out = String::new();
    for event in Parser::new_ext(comment, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => inside = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => inside = false,
            Event::Text(text) if !inside => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => out.push('\n'),
            _ => {}
        }
    }
    out
}

#[test]
fn a_hundred_thousand_recipients_fit() {
    let people = (0..100_000).map(|n| ChangeView {
        id: "everybody".to_owned(),
        ..change(n, "a•••@riverside.example", true)
    });
    let plan = document(people.collect(), "staff");
    let shown = comment(&plan, &Heading::default());
    let schema: serde_json::Value = serde_json::from_str(&schema()).unwrap();
    let plan = serde_json::to_value(&plan).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&plan));
    assert!(shown.len() <= BUDGET, "{}", shown.len());
    assert!(shown.contains("**100000 emails**"), "{shown}");
    assert!(shown.contains("--ack messagesstaff=2"), "{shown}");
    assert!(shown.contains("99980 more"), "{shown}");
    assert!(shown.contains("too long for a comment"));
}

#[test]
fn every_rung_is_reached_and_guards_stay_to_the_last() {
    let shown = |entries: u32, people: u32, text: &str| {
        let entries = (0..entries).map(|n| ChangeView {
            asked: None,
            ..change(n, text, false)
        });
        let people = (0..people).map(|n| ChangeView {
            id: "all".to_owned(),
            unified: Vec::new(),
            asked: None,
            ..change(n, text, true)
        });
        let plan = document(entries.chain(people).collect(), "g");
        comment(&plan, &Heading::default())
    };
    let (short, long) = ("a word".to_owned(), "|<".repeat(200));
    for (entries, people, text, some, none) in [
        (1, 30, &short, "Recipients (30)", "too long"),
        (1, 1001, &short, "981 more", "\n| … | `invitation`"),
        (7, 999, &long, "999 new links", "Recipients (999)"),
        (
            900,
            0,
            &short,
            "| … | `invitation` | 880 more |",
            "`invitation/a word30`",
        ),
        (300, 0, &long, "too long", "| Entry |"),
    ] {
        let text = shown(entries, people, text);
        assert!(text.len() <= BUDGET);
        let told = (text.contains(some), text.contains(none));
        assert_eq!(
            told,
            (true, false),
            "{some:?} {none:?} {}",
            clip(&text, 300)
        );
        assert!(text.contains("--ack messagesg=2") && text.contains("sha256:"));
    }
}

#[test]
fn nothing_to_do_is_said_in_one_line() {
    let mut plan = document(Vec::new(), "x");
    plan.observed.clear();
    plan.scope.only = None;
    (plan.summary.in_doubt, plan.summary.unsent) = (0, 0);
    let earlier = ["0123456789abcdef".to_owned()];
    let heading = Heading {
        label: Some("prod"),
        commit: Some("fedcba9876543210"),
        earlier: &earlier,
        details: Some("https://ci.example/1"),
    };
    let shown = comment(&plan, &heading);
    let wanted = "<!-- enroll:plan:prod -->\n### enroll plan: nothing to do\n\n\
        ~~`0123456789ab`~~ `fedcba987654`\n\n<sub>Fingerprint";
    assert!(shown.starts_with(wanted), "{shown}");
    assert!(shown.contains("<https://ci.example/1>"));
    let (before, last) = ("0123456789ab".to_owned(), "fedcba987654".to_owned());
    assert_eq!(
        earlier_commits(&shown, Some("77777777")),
        [before.clone(), last]
    );
    assert_eq!(earlier_commits(&shown, heading.commit), [before]);
    assert!(earlier_commits(&comment(&plan, &Heading::default()), None).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn it_always_fits(
        texts in prop::collection::vec(("\\PC{0,400}|[|@#<`]{300}", any::<bool>()), 0..400),
        common in "\\PC{0,500}|[|&@<]{500}",
    ) {
        let changes = (1..).zip(&texts).map(|(n, (text, person))| change(n, text, *person));
        let mut plan = document(changes.collect(), &common);
        let facts = (0..texts.len()).map(|_| plan.observed[0].clone()).collect();
        plan.observed = facts;
        plan.guards = (0..40).map(|_| plan.guards[0].clone()).collect();
        let heading = Heading { commit: Some(&common), details: Some(&common), ..Heading::default() };
        let shown = comment(&plan, &heading);
        prop_assert!(shown.len() <= BUDGET, "{}", shown.len());
        prop_assert!(shown.contains("Refused unless") || texts.is_empty());
    }
}
