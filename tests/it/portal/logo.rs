//! The organization's logo: from a file of the repository to the head of every page.

use super::school::School;

const WAVES: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 4\"><path d=\"M0 0h4v4z\"/></svg>\n";

/// The address of the logo on a page; none: the letter in its place.
async fn shown(school: &School) -> Option<String> {
    let page = school.visitor().open(&school.link("maya")).await;
    let of = |src: &String| src.starts_with("/assets/");
    page.page().images.into_iter().find(of)
}

fn brand(school: &School, brand: &str) {
    let text = school.repo.read("enroll.yaml");
    let lines = text.lines().filter(|line| !line.starts_with("  brand:"));
    let lines: Vec<&str> = lines.collect();
    let text = lines.join("\n") + "\n";
    let with = format!("  short: Riverside\n  brand: {{ {brand} }}\n");
    school
        .repo
        .write("enroll.yaml", &text.replace("  short: Riverside\n", &with));
}

both_databases!(
    a_logo_is_on_every_page_after_apply_and_can_do_nothing,
    |url| async {
        let school = School::open(url);
        assert_eq!(shown(&school).await, None);
        school.repo.write("brand/logo.svg", WAVES);
        brand(&school, "logo: brand/logo.svg");
        let plan = school.repo.run(&["plan"]).expect_code(0);
        assert!(plan.stdout.contains("organization"), "{}", plan.stdout);
        assert_eq!(shown(&school).await, None, "live after apply only");
        let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);

        let first = shown(&school).await.expect("a logo");
        let answer = school.visitor().open(&first).await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.body, WAVES.as_bytes());
        assert_eq!(answer.header("content-type"), "image/svg+xml");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"));
        let again = ["plan", "--detailed-exitcode"];
        let _ = school.repo.run(&again).expect_code(0);

        school
            .repo
            .write("brand/logo.svg", &WAVES.replace("4z", "3z"));
        let _ = school.repo.run(&again).expect_code(2);
        let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);
        let second = shown(&school).await.expect("another logo");
        assert_ne!(first, second);
        assert_eq!(school.visitor().open(&first).await.status, 404);
        school.holds(1, "SELECT COUNT(*) FROM picture").await;

        brand(&school, "color: '#0f5f56'");
        let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);
        assert_eq!(shown(&school).await, None);
        school.holds(0, "SELECT COUNT(*) FROM picture").await;
    }
);
