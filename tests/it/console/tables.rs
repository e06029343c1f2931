//! The tables as pages, CSV and JSON.

use enroll::portal::console::openapi;
use serde_json::{Value, json};

use super::{auditor, viewer};
use crate::portal::school::School;
use crate::support::database::Database;

both_databases!(what_is_listed_is_what_the_state_says, |url| async {
    let school = School::with_console(url);
    let link = school.link("maya");
    let phone = school.visitor();
    phone.open(&link).await;
    phone.start(&school.link("single")).await;
    let said = school
        .repo
        .run(&["get", "recipients", "--format", "json", "--pii", "full"])
        .expect_code(0);
    let wanted: Value = serde_json::from_str(&said.stdout).unwrap();
    let visitor = auditor(&school).await;
    let listed = visitor.open("/console/recipients.json?limit=1000").await;
    let listed: Value = serde_json::from_str(&listed.text()).unwrap();
    assert_eq!(listed["rows"], wanted);
    for row in wanted.as_array().unwrap() {
        let (progress, invitation) = (row["progress"].as_str().unwrap(), &row["invitation"]);
        let path = format!("/console/recipients.json?progress={progress}");
        let found: Value = serde_json::from_str(&visitor.open(&path).await.text()).unwrap();
        let rows = found["rows"].as_array().unwrap();
        assert!(rows.iter().all(|row| row["progress"] == progress));
        assert!(rows.iter().any(|row| row["invitation"] == *invitation));
    }
    let said = school
        .repo
        .run(&["get", "invitations", "--format", "json"])
        .expect_code(0);
    let wanted: Value = serde_json::from_str(&said.stdout).unwrap();
    let listed = visitor.open("/console/invitations.json").await;
    let listed: Value = serde_json::from_str(&listed.text()).unwrap();
    assert_eq!(listed["rows"], wanted);
    let csv = visitor.open("/console/recipients.csv").await;
    let said = school
        .repo
        .run(&["get", "recipients", "--format", "csv", "--pii", "full"])
        .expect_code(0);
    assert_eq!(csv.text(), said.stdout);
    assert!(csv.header("content-disposition").contains("recipients.csv"));
});

both_databases!(many_pages_show_everybody_once, |url| async {
    let school = School::with_console(url);
    // As many as three pages and some, the first letter in either case.
    school
        .sql(
            "WITH RECURSIVE many(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM many WHERE n < 169) \
             INSERT INTO recipient (uid, invitation, key, body, digest, place, version, rotate, link_hash, \
             anchored_at, uses, used) SELECT 'crowd-' || n, invitation, \
             (CASE WHEN n % 2 = 0 THEN 'a' ELSE 'z' END) || n || '@crowd.example', body, digest, place, 1, 0, \
             'crowd-' || n, anchored_at, uses, 0 FROM recipient, many WHERE invitation = 'maya'",
        )
        .await;
    let visitor = viewer(&school).await;
    for start in [
        "/console/recipients.json?invitation=maya",
        "/console/recipients.json?limit=60",
    ] {
        let (mut path, mut seen, mut parts) = (start.to_owned(), 0, 0);
        loop {
            let part: Value = serde_json::from_str(&visitor.open(&path).await.text()).unwrap();
            seen += part["rows"].as_array().unwrap().len();
            parts += 1;
            match part["next"].as_str() {
                Some(next) => path = format!("{start}&after={next}"),
                None => break,
            }
        }
        let all = if start.contains("maya") { 171 } else { 178 };
        assert_eq!((seen, parts > 2), (all, true), "{start}");
    }
    let csv = visitor
        .open("/console/recipients.csv?invitation=maya")
        .await
        .text();
    assert_eq!(csv.lines().count(), 172);
    let page = visitor
        .open("/console/recipients?invitation=maya&progress=ready")
        .await
        .text();
    assert!(
        page.contains("progress=ready&amp;after="),
        "the filter stays"
    );
});

both_databases!(the_audit_turns_its_pages_in_either_order, |url| async {
    let school = School::with_console(url);
    let visitor = viewer(&school).await;
    let events = school.number("SELECT COUNT(*) FROM event").await;
    let mut orders = Vec::new();
    for sorted in ["", "&sort=reversed"] {
        let (mut after, mut rows) = (String::new(), Vec::new());
        loop {
            let path = format!("/console/audit.json?limit=3{sorted}{after}");
            let part: Value = serde_json::from_str(&visitor.open(&path).await.text()).unwrap();
            rows.extend(
                part["rows"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(Value::to_string),
            );
            match part["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
        assert_eq!(i64::try_from(rows.len()).unwrap(), events);
        orders.push(rows);
    }
    assert!(events > 6, "several pages: {events}");
    orders[1].reverse();
    assert_eq!(orders[0], orders[1]);
});

#[tokio::test]
async fn answers_are_as_the_openapi_document_says() {
    let database = Database::sqlite();
    let school = School::with_console(database.url());
    let visitor = viewer(&school).await;
    let served: Value =
        serde_json::from_str(&visitor.open("/console/openapi.json").await.text()).unwrap();
    let document = openapi::document();
    assert_eq!(served, document);
    let file = std::fs::read_to_string("schemas/openapi.json").expect("enroll schema");
    assert_eq!(serde_json::from_str::<Value>(&file).unwrap(), document);
    let mut filled = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        let mut schema =
            item["get"]["responses"]["200"]["content"]["application/json"]["schema"].clone();
        schema["components"] = json!({ "schemas": document["components"]["schemas"] });
        let validator = jsonschema::validator_for(&schema).unwrap();
        let answer: Value = serde_json::from_str(&visitor.open(path).await.text()).unwrap();
        let faults: Vec<String> = validator
            .iter_errors(&answer)
            .map(|e| e.to_string())
            .collect();
        assert!(faults.is_empty(), "{path}: {faults:?}");
        filled += answer["rows"].as_array().unwrap().len();
        assert!(
            !validator.is_valid(&json!({ "rows": [{}] })),
            "{path}: the schema says something"
        );
    }
    assert!(filled > 10, "{filled}");
}

#[tokio::test]
async fn posters_come_in_two_sizes_and_three_counts() {
    let database = Database::sqlite();
    let school = School::with_console(database.url());
    let visitor = viewer(&school).await;
    for size in ["letter", "a4"] {
        for (per, sheets) in [(1, 1), (4, 4), (30, 30)] {
            let path = format!("/console/poster?size={size}&per={per}&site=high");
            let page = visitor.open(&path).await;
            assert_eq!(page.status, 200);
            let text = page.text();
            assert_eq!(text.matches("<svg ").count(), sheets, "{path}");
            assert!(text.contains(&format!("<body class=\"{size}\">")) && !text.contains("style="));
            assert!(text.contains("/enroll?site=high") && text.contains("High School"));
        }
    }
    assert_eq!(visitor.open("/console/poster?site=none").await.status, 404);
}
