//! The language of a page: asked for, remembered, the invited person's, the browser's.

use reqwest::Method;

use super::school::School;

both_databases!(a_chosen_language_is_remembered, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let link = school.link("maya");
    let chosen = visitor.open(&format!("{link}?lang=ar")).await;
    assert_eq!(chosen.heading(), "إعداد جهاز iPhone");
    assert!(chosen.text().contains("<html lang=\"ar\" dir=\"rtl\">"));
    let login = visitor.send(&chosen, "/enroll/start", &[]).await;
    let login = login.expect(200, "/enroll/login", "تسجيل الدخول");
    let wrong = visitor.log_in(&login, "maya.chen", "not it").await;
    wrong.expect(422, "/enroll/login", "تسجيل الدخول");
    let german = visitor.open("/enroll/login?lang=de").await;
    german.expect(200, "/enroll/login?lang=de", "Anmelden");
    let unknown = visitor.open("/enroll/login?lang=tlh").await;
    unknown.expect(200, "/enroll/login?lang=tlh", "Anmelden");
});

both_databases!(
    recipient_browser_and_directory_are_listened_to,
    |url| async {
        let school = School::without_root(url);
        let luis = school.link("luis");
        let page = school.visitor().open(&luis).await;
        let page = page.expect(200, &luis, "Configure su iPhone");
        assert!(page.text().contains("0 de 1 dispositivos"));
        assert!(
            page.text()
                .contains("<dt>De</dt><dd>IT Help Desk, Riverside Schools</dd>")
        );
        // The labels of a phone that speaks English stand beside.
        let profile = school.visitor().start(&luis).await;
        let profile = profile.expect(
            200,
            "/enroll/profile",
            "Instale el perfil de administración",
        );
        assert!(profile.text().contains("<b>Ajustes (Settings)</b>"));

        let visitor = school.visitor();
        let ask = |accept: &'static str| {
            let headers = [("accept-language", accept)];
            let visitor = &visitor;
            async move {
                visitor
                    .ask(Method::GET, "/enroll/help", &headers, None)
                    .await
                    .heading()
            }
        };
        assert_eq!(
            ask("de-AT,de;q=0.9,en;q=0.8").await,
            "Alle Schritte auf einer Seite"
        );
        assert_eq!(ask("fi").await, "All steps on one page");
    }
);

both_databases!(the_page_of_languages_leads_back, |url| async {
    let school = School::without_root(url);
    let visitor = school.visitor();
    let link = school.link("maya");
    let page = visitor.open(&link).await;
    let links = page.page().links;
    assert!(links.contains(&"/enroll/language".to_owned()), "{links:?}");
    let from = async |page: &str| {
        let headers = [("referer", page)];
        let answer = visitor.ask(Method::GET, "/enroll/language", &headers, None);
        answer.await.page().links
    };
    let links = from(&format!("{}{link}?lang=de", school.url)).await;
    assert!(links.contains(&format!("{link}?lang=es")), "{links:?}");
    for foreign in ["https://evil.example/e/evil", "", "no address"] {
        let links = from(foreign).await;
        assert!(links.contains(&"/enroll?lang=de".to_owned()), "{links:?}");
        assert!(!links.iter().any(|link| link.contains("evil")));
    }
});
