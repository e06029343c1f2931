//! Texts of the pages in the organization's own words.

use crate::portal::school::School;
use crate::support::database::Database;

#[tokio::test]
async fn texts_of_the_organization_take_the_place_of_ours_after_apply() {
    let database = Database::sqlite();
    let school = School::open(database.url());
    let heading = async |language: &str| {
        let page = format!("/enroll?lang={language}");
        school.visitor().open(&page).await.heading()
    };
    let (english, spanish) = (heading("en").await, heading("es").await);
    school.repo.write(
        "messages/es/portal.yaml",
        "door-title: \"Tu <{ $device }> del cole\"\n",
    );
    let plan = school.repo.run(&["plan"]).expect_code(0);
    assert!(plan.stdout.contains("Tu <"), "{}", plan.stdout);
    assert_eq!(heading("es").await, spanish, "a plan changes nothing");
    let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(heading("en").await, english);
    assert_eq!(
        heading("es").await,
        "Tu <iPhone> del cole",
        "text, not HTML"
    );
    let again = school.repo.run(&["plan", "--detailed-exitcode"]);
    let _ = again.expect_code(0);
    let copy = school.repo.path().join("copy");
    let folder = copy.to_str().unwrap();
    let _ = school.repo.run(&["export", folder]).expect_code(0);
    let written = std::fs::read_to_string(copy.join("messages/es/portal.yaml")).unwrap();
    assert_eq!(written, "door-title: \"Tu <{ $device }> del cole\"\n");
    school
        .repo
        .write("messages/es/portal.yaml", "# back to yours\n");
    let _ = school.repo.run(&["apply", "--auto-approve"]).expect_code(0);
    assert_eq!(heading("es").await, spanish);
}
