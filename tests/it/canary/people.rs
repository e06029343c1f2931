//! What somebody who looks around, and somebody who enrolls, gets to see.

use super::*;

/// What is shown of somebody who looks around, mistypes, forges and guesses. Returns the session's cookie.
pub(super) async fn look_around(aviary: &mut Aviary, link: &LinkCode) -> String {
    let visitor = Visitor::new(&aviary.url);
    let (plain, base) = (link.expose(), aviary.url.clone());
    let address = format!("{base}/e/{plain}");
    let from_link: &[(&str, &str)] = &[("referer", &address)];
    for (method, path) in [
        (Method::GET, format!("/e/{plain}")),
        (Method::HEAD, format!("/e/{plain}")),
        (Method::DELETE, format!("/e/{plain}")),
        (Method::GET, format!("/E/{}", plain.to_lowercase())),
        (Method::GET, format!("/enroll/i/{plain}")),
        (Method::GET, format!("/e/{plain}/more")),
        (Method::GET, format!("/e/{}", link.grouped())),
        (Method::GET, format!("/e/{plain}?x={plain}")),
        (Method::GET, format!("/enroll?site={plain}")),
        (Method::GET, format!("/nowhere/{plain}")),
        (Method::GET, "/enroll/status".to_owned()),
        (Method::POST, "/enroll/start".to_owned()),
    ] {
        let body = (method == Method::POST).then(|| format!("csrf=x&link={plain}"));
        let answer = visitor.ask(method, &path, from_link, body).await;
        let shown = Answer {
            path: path.replace(plain, "…"),
            ..answer
        };
        aviary.heard.answer(&shown, link);
    }
    let typing = visitor.open("/e").await;
    let code = link.grouped();
    let typed = visitor.post(&typing, "/e", &[("code", &code)]).await;
    aviary.heard.answer(&typed, link);
    let login = visitor.start(&format!("/e/{plain}")).await;
    aviary.heard.answer(&login, link);
    let wrong = visitor.log_in(&login, "maya.chen", WRONG_PASSWORD).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    let cookie = visitor.cookie().unwrap();
    let other = visitor.log_in(&login, "rui.costa", "rui.costa-pass").await;
    aviary.heard.answer(&other, link);
    let help = visitor.open("/enroll/help").await;
    aviary.heard.answer(&help, link);
    let cookies = [cookie, visitor.cookie().unwrap_or_default()];
    cookies
        .iter()
        .filter_map(|c| Some(c.split_once('=')?.1.to_lowercase()))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Serves with this `RUST_LOG`, and lets somebody look around and somebody enroll.
pub(super) async fn serve(
    aviary: &mut Aviary,
    log: Option<&str>,
    link: &LinkCode,
    enrolls: bool,
) -> String {
    if let Some(filter) = log {
        aviary.repo.env("RUST_LOG", filter);
    }
    let mut serving = aviary.repo.spawn(&["serve"]);
    serving.wait_for("listening");
    let cookies = look_around(aviary, link).await;
    if enrolls {
        let url = format!("{}/e/{}", aviary.url, link.expose());
        let journey = phone::enroll(&url.parse().unwrap(), &persona(), NATURE, None, |_| {}).await;
        assert!(!journey.unwrap().steps.is_empty());
    }
    let ended = serving.stop();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    assert!(ended.stderr.contains("/e/"), "no log: {}", ended.stderr);
    aviary.heard.outcome(&["serve", log.unwrap_or("")], &ended);
    cookies
}
