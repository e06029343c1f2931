use super::*;
use crate::model::message::MessageKind;

fn written(kind: MessageKind, of: &Context) -> Parts {
    let text = built_in(kind, "en").unwrap();
    write(&Engine::new().unwrap(), &text, of).unwrap()
}

#[test]
fn a_subject_is_one_line_whatever_a_name_contains() {
    let mut context = sample(MessageKind::Receipt, Language::En);
    context.blanks.org.name = "Riverside\r\nBcc: everyone@riverside.example".into();
    assert_eq!(
        written(MessageKind::Receipt, &context).subject,
        "Your iPhone is now managed by Riverside Bcc: everyone@riverside.example"
    );
}

#[test]
fn text_lines_are_short_and_the_link_stands_alone() {
    for kind in MessageKind::ALL {
        let mut context = sample(kind, Language::En);
        context.blanks.org.name = "The United Schools of the River Side and Both Its Banks".into();
        context.blanks.site =
            Some("The Very Old Middle School beside the Bridge over the River".into());
        let text = written(kind, &context).text;
        for line in text.lines() {
            assert!(line.chars().count() <= 70, "{line}");
        }
        if let Some(link) = &context.link {
            assert!(text.contains(&format!("\n\n{link}\n\n")), "{text}");
            let under = format!("\n{:14}", "");
            assert!(text.contains(&under), "the site goes on under its label");
        }
    }
}

#[test]
fn what_people_wrote_stays_text() {
    let mut context = sample(MessageKind::Invite, Language::En);
    context.blanks.person = Person::new(Some("<b>*O'Neil*</b>[x](https://evil.example) Jr"));
    let parts = written(MessageKind::Invite, &context);
    let text = "Hello <b>*O'Neil*</b>[x](https://evil.example),";
    assert!(parts.text.contains(text), "{}", parts.text);
    let html = "Hello &lt;b&gt;*O&#39;Neil*&lt;/b&gt;[x](https://evil.example),";
    assert!(parts.html.contains(html), "{}", parts.html);
}

#[test]
fn without_what_is_not_known() {
    let mut context = sample(MessageKind::Invite, Language::En);
    context.blanks.person = Person::new(None);
    context.blanks.expires = None;
    context.blanks.uses = None;
    context.blanks.site = None;
    let parts = written(MessageKind::Invite, &context);
    assert_eq!(parts.subject, "Set up your iPhone or iPad");
    assert!(parts.text.contains("Hello,\n"), "{}", parts.text);
    assert!(parts.text.contains("any number of devices"));
}

#[test]
fn every_language_has_every_text() {
    let engine = Engine::new().unwrap();
    for language in LANGUAGES {
        let dir = Language::of(language).unwrap().direction().word();
        for kind in MessageKind::ALL {
            let text = built_in(kind, language).unwrap();
            assert_eq!(text.language, *language);
            let parts = write(
                &engine,
                &text,
                &sample(kind, Language::of(language).unwrap()),
            )
            .unwrap();
            assert!(!parts.subject.is_empty() && !parts.preheader.is_empty());
            assert_eq!(
                parts.html.matches("<h1").count(),
                1,
                "{language} {}",
                text.name
            );
            assert!(!parts.text.contains(['{', '}', '\\']), "{}", parts.text);
            let root = format!("<html lang=\"{language}\" dir=\"{dir}\">");
            assert!(parts.html.contains(&root), "{root}");
            for line in parts.text.lines() {
                assert!(
                    textwrap::core::display_width(line) <= plain::WIDTH,
                    "{line}"
                );
            }
            let button = parts.html.contains("class=\"go\"");
            assert_eq!(
                button,
                sample(kind, Language::En).link.is_some(),
                "{language} {}",
                text.name
            );
        }
    }
}
