//! Pages and messages as they leave the engine: every sample, its budgets and its rules.

use std::io::Write as _;
use std::process::{Command, Stdio};

use enroll::model::message::MessageKind;
use enroll::render::message::{self, Parts};
use enroll::render::samples::{Sample, pages};
use enroll::render::{Assets, Engine};
use enroll::words::{Language, Words};

/// Compressed bytes of a page and its stylesheet (first view over 3G under one second).
const PAGE_BUDGET: usize = 8 * 1024;
/// Compressed bytes of the script.
const SCRIPT_BUDGET: usize = 1536;

fn engine() -> Engine {
    Engine::new().expect("the embedded templates are templates")
}

fn rendered() -> Vec<(Sample, String)> {
    let engine = engine();
    pages()
        .into_iter()
        .map(|sample| {
            let html = engine.page(&sample.frame, &sample.page);
            let html = html.unwrap_or_else(|error| panic!("{}: {error}", sample.name));
            (sample, html)
        })
        .collect()
}

/// Every sample in every language, named `sample.language`.
fn in_every_language() -> Vec<(String, String)> {
    let mut all = Vec::new();
    for language in [Language::Pseudo].iter().chain(Language::ALL) {
        let engine = engine().speaking(&Words::of(*language));
        for sample in pages() {
            let frame = sample.frame.in_language(*language, Language::ALL);
            let html = engine.page(&frame, &sample.page).unwrap();
            all.push((format!("{}.{}", sample.name, language.code()), html));
        }
    }
    all
}

/// A page to compare; addresses of files change with every change of their content.
fn page(name: &str) -> String {
    let assets = Assets::new(None);
    let found = rendered()
        .into_iter()
        .find(|(sample, _)| sample.name == name);
    let html = found.unwrap_or_else(|| panic!("no sample {name}")).1;
    html.replace(&assets.css.path, "/assets/portal.css")
        .replace(&assets.script.path, "/assets/status.js")
}

fn gzipped(bytes: &[u8]) -> usize {
    let mut gzip = Command::new("gzip")
        .args(["-9", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("gzip is installed");
    let mut input = gzip.stdin.take().unwrap();
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let out = gzip.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    out.stdout.len()
}

/// Every built-in message in every language: English by the kind alone.
fn messages() -> Vec<(String, Parts)> {
    let engine = engine();
    let mut all = Vec::new();
    for language in message::LANGUAGES {
        for kind in MessageKind::ALL {
            let text = message::built_in(kind, language).unwrap();
            let sample = message::sample(kind, Language::of(language).unwrap());
            let name = match *language {
                "en" => kind.word().to_owned(),
                other => format!("{}_{other}", kind.word()),
            };
            all.push((name, message::write(&engine, &text, &sample).unwrap()));
        }
    }
    all
}

#[test]
fn sample_names_are_unique() {
    let mut names: Vec<_> = pages().iter().map(|sample| sample.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

#[test]
fn every_page_has_one_heading_a_title_and_a_language() {
    for (sample, html) in rendered() {
        let name = sample.name;
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(
            html.starts_with("<!doctype html>\n<html lang=\"en\" dir=\"ltr\">"),
            "{name}"
        );
        let title = html
            .split("<title>")
            .nth(1)
            .and_then(|rest| rest.split("</title>").next());
        let title = title.unwrap_or_default();
        assert!(title.ends_with(" – Riverside Schools"), "{name}: {title}");
        assert_eq!(
            title.starts_with("Error: "),
            sample.page.status() >= 400,
            "{name}: {title}"
        );
        assert!(!title.contains('\n'), "{name}: {title}");
    }
}

#[test]
fn nothing_is_inline_and_nothing_is_foreign() {
    for (sample, html) in rendered() {
        let name = sample.name;
        assert!(!html.contains("style="), "{name}");
        assert!(!html.contains("<style"), "{name}");
        assert!(
            !html.contains(" onclick") && !html.contains("javascript:"),
            "{name}"
        );
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/"), "{name}");
            assert!(script.contains("defer></script>"), "{name}");
        }
    }
}

#[test]
fn every_form_posts_and_carries_the_token() {
    for (sample, html) in rendered() {
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap();
            let name = sample.name;
            assert!(
                form.contains("method=\"post\" action=\"/e"),
                "{name}: {form}"
            );
            assert_eq!(
                form.matches("name=\"csrf\" value=\"sample\"").count(),
                1,
                "{name}: {form}"
            );
        }
    }
}

#[test]
fn every_label_and_every_link_within_the_page_has_its_target() {
    for (sample, html) in rendered() {
        for attribute in [
            "for=\"",
            "href=\"#",
            "aria-labelledby=\"",
            "aria-describedby=\"",
        ] {
            for rest in html.split(attribute).skip(1) {
                let id = rest.split('"').next().unwrap();
                let count = html.matches(&format!(" id=\"{id}\"")).count();
                assert_eq!(count, 1, "{}: {attribute}{id}", sample.name);
            }
        }
    }
}

#[test]
fn pages_and_script_stay_within_their_budgets() {
    let assets = Assets::new(Some("#7a1fa2"));
    let css = gzipped(assets.css.body.as_bytes()) + gzipped(assets.brand.unwrap().body.as_bytes());
    for (name, html) in in_every_language() {
        let page = gzipped(html.as_bytes());
        assert!(page + css <= PAGE_BUDGET, "{name}: {page} + {css}");
    }
    assert!(gzipped(assets.script.body.as_bytes()) <= SCRIPT_BUDGET);
}

#[test]
fn the_invitation_page() {
    insta::assert_snapshot!(page("invitation"));
}

#[test]
fn the_trust_page() {
    insta::assert_snapshot!(page("trust"));
}

#[test]
fn the_page_of_an_expired_link() {
    insta::assert_snapshot!(page("expired"));
}

#[test]
fn the_login_page_after_a_wrong_password() {
    insta::assert_snapshot!(page("login-wrong"));
}

#[test]
fn the_messages_as_text() {
    for (name, parts) in messages() {
        let shown = format!("{}\n{}\n\n{}", parts.subject, parts.preheader, parts.text);
        insta::assert_snapshot!(format!("message_{name}"), shown);
    }
}

#[test]
fn the_messages_as_html() {
    let english = messages().into_iter().take(MessageKind::ALL.len());
    for (name, parts) in english {
        insta::assert_snapshot!(format!("message_{name}_html"), parts.html);
    }
}

#[test]
fn messages_load_nothing() {
    for (name, parts) in messages() {
        assert!(
            !parts.html.contains("<img") && !parts.html.contains("<script"),
            "{name}"
        );
        assert!(!parts.html.contains("url("), "{name}");
        assert!(parts.html.len() < 12 * 1024, "{name}: {}", parts.html.len());
        assert!(parts.html.contains(&parts.preheader), "{name}");
    }
}

/// Everything to look at, written beside its files: a gallery opened with any browser.
#[test]
fn a_gallery_of_everything_can_be_written() {
    let keep = std::env::var_os("GALLERY").filter(|folder| !folder.is_empty());
    let temporary = tempfile::tempdir().unwrap();
    let folder = keep.map_or(temporary.path().to_owned(), std::path::PathBuf::from);
    let assets = Assets::new(None);
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    for asset in [&assets.css, &assets.script] {
        std::fs::write(folder.join(&asset.path[1..]), &asset.body).unwrap();
    }
    for (name, html) in in_every_language() {
        let html = html.replace("\"/assets/", "\"assets/");
        std::fs::write(folder.join(format!("{name}.html")), html).unwrap();
    }
    for (name, parts) in messages() {
        std::fs::write(folder.join(format!("message-{name}.html")), parts.html).unwrap();
    }
    for name in [
        "invitation.en",
        "done.ar",
        "expired.en-XA",
        "message-invite",
    ] {
        assert!(folder.join(format!("{name}.html")).is_file(), "{name}");
    }
    assert!(folder.join(&assets.css.path[1..]).is_file());
}
