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
    let choose = format!("/enroll/language?back={link}");
    assert!(
        page.page().links.contains(&choose),
        "{:?}",
        page.page().links
    );
    let languages = visitor.open(&choose).await.page();
    assert!(
        languages.links.contains(&format!("{link}?lang=es")),
        "{:?}",
        languages.links
    );
    let foreign = visitor.open("/enroll/language?back=//evil.example").await;
    assert!(foreign.page().links.contains(&"/enroll?lang=de".to_owned()));
    assert!(!foreign.text().contains("evil"));
});
