//! TLS and log-in: what the settings demand is had, or nothing leaves.

use enroll::model::message::DeliveryState::Deferred;
use enroll::model::settings::{SecretSource, SmtpSecurity};

use super::Post;
use crate::support::database::Database;
use crate::support::smtp::{Access, Mode, USER};

async fn post(access: Access) -> (Post, Database) {
    let database = Database::sqlite();
    let post = Post::with(database.url(), Mode::Normal, access).await;
    post.invite("maya").await;
    (post, database)
}

/// Nothing left, neither a message nor a password, and the message waits with the reason.
async fn nothing_leaves(post: &Post, reason: &str) {
    let report = post.drain().await;
    assert_eq!((report.accepted, report.waiting), (0, 1));
    assert!(report.trouble.unwrap().contains(reason));
    assert_eq!(post.states().await, [Deferred]);
    assert!(post.smtp.messages().is_empty());
    for word in ["MAIL", "RCPT", "DATA"] {
        assert_eq!(post.commands(word), 0, "{word}");
    }
}

#[tokio::test]
async fn log_in_starttls_and_implicit_tls() {
    for access in [Access::Login, Access::StartTls, Access::ImplicitTls] {
        let (post, _database) = post(access).await;
        assert!(post.drain().await.is_complete(), "{access:?}");
        let mail = &post.smtp.messages()[0];
        assert_eq!(mail.user.as_deref(), Some(USER), "{access:?}");
        assert_eq!(mail.tls, access != Access::Login, "{access:?}");
    }
}

#[tokio::test]
async fn without_starttls_nothing_leaves() {
    let (mut post, _database) = post(Access::Login).await;
    let smtp = post.here.app.settings.mail.smtp.as_mut().unwrap();
    smtp.security = SmtpSecurity::StartTls;
    nothing_leaves(&post, "STARTTLS").await;
    assert_eq!(post.commands("AUTH"), 0, "no password in the clear");
}

#[tokio::test]
async fn a_certificate_of_a_stranger_ends_the_connection() {
    for access in [Access::StartTls, Access::ImplicitTls] {
        let (mut post, _database) = post(access).await;
        post.here.app.settings.mail.smtp.as_mut().unwrap().ca = None;
        nothing_leaves(&post, "certificate").await;
        assert_eq!(post.commands("AUTH"), 0);
    }
}

#[tokio::test]
async fn a_certificate_for_another_name_ends_the_connection() {
    let (mut post, _database) = post(Access::ImplicitTls).await;
    post.here.app.settings.mail.smtp.as_mut().unwrap().host = "127.0.0.2".to_owned();
    nothing_leaves(&post, "127.0.0.2").await;
}

#[tokio::test]
async fn a_wrong_password_rejects_no_message() {
    let (mut post, _database) = post(Access::Login).await;
    let path = post.here.app.root.join("wrong");
    std::fs::write(&path, "guess").unwrap();
    let smtp = post.here.app.settings.mail.smtp.as_mut().unwrap();
    smtp.password = Some(SecretSource::File(path.display().to_string()));
    nothing_leaves(&post, "535").await;
}

#[tokio::test]
async fn a_server_that_wants_a_log_in_rejects_no_message() {
    let (mut post, _database) = post(Access::Login).await;
    let smtp = post.here.app.settings.mail.smtp.as_mut().unwrap();
    (smtp.user, smtp.password) = (None, None);
    let report = post.drain().await;
    assert_eq!((report.rejected, report.waiting), (0, 1), "{report:?}");
    assert_eq!(post.states().await, [Deferred]);
}
