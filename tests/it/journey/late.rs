//! Too late: what happened to a link since the last step counts at the next one, at SCEP and check-in too.

use enroll::ops::clock;
use enroll::phone::Error;
use enroll::phone::safari::{Answer, Safari};
use url::Url;

use super::device::Phone;
use super::school::School;
use super::stops::{soon, wait_until};

const POSTER: &str = "poster: { send: none, policy: link-only, site: district }";

/// Somebody with the simplest browser there is.
struct Visitor {
    safari: Safari,
    page: Answer,
}

impl Visitor {
    async fn open(url: &str) -> Self {
        let mut safari = Safari::new(&[], false).unwrap();
        let page = safari.open(&url.parse().unwrap()).await.unwrap();
        Self { safari, page }
    }

    /// Sends the page's form to `action` with one more field; the status of what comes.
    async fn send(&mut self, action: &str, field: (&str, &str)) -> u16 {
        let page = self.page.page();
        let form = page.forms.iter().find(|form| form.action == action);
        let form = form.unwrap_or_else(|| panic!("no form to {action} on {:?}", page.heading));
        let hidden = form.fields.iter().filter(|field| field.kind == "hidden");
        let mut fields: Vec<_> = hidden.map(|f| (f.name.clone(), f.value.clone())).collect();
        fields.push((field.0.to_owned(), field.1.to_owned()));
        let to: Url = self.page.url.join(action).unwrap();
        self.page = self.safari.submit(&to, &fields).await.unwrap();
        self.page.status
    }

    async fn start(&mut self) -> u16 {
        self.send("/enroll/start", ("", "")).await
    }

    /// From a started visit to a downloaded profile.
    async fn download(&mut self) -> Phone {
        let at = self.page.url.join("/enroll/certificate/download").unwrap();
        let certificate = self.safari.open(&at).await.unwrap().body;
        let installed = ("answer", "installed");
        assert_eq!(self.send("/enroll/certificate", installed).await, 200);
        assert_eq!(self.send("/enroll/trust", ("answer", "anyway")).await, 200);
        let download = ("answer", "download");
        assert_eq!(self.send("/enroll/profile", download).await, 200);
        Phone::new(&certificate, &self.page.body)
    }
}

both_databases!(
    a_link_revoked_after_the_profile_gets_no_identity,
    |url| async {
        let school = School::open(url, POSTER);
        let mut visitor = Visitor::open(&school.link("poster")).await;
        assert_eq!(visitor.start().await, 200);
        let phone = visitor.download().await;
        school.revoke("poster");
        let refused = phone.identity().await.unwrap_err();
        assert!(matches!(refused, Error::Scep(_)), "{refused}");
        let page = visitor.safari.open(&visitor.page.url).await.unwrap();
        assert_eq!(page.status, 410, "the profile is not served again");
        assert_eq!(school.progress("poster"), "revoked");
        assert!(school.devices().is_empty());
    }
);

both_databases!(
    a_link_revoked_after_scep_is_refused_at_check_in,
    |url| async {
        let school = School::open(url, POSTER);
        let mut visitor = Visitor::open(&school.link("poster")).await;
        assert_eq!(visitor.start().await, 200);
        let phone = visitor.download().await;
        let identity = phone.identity().await.unwrap();
        school.revoke("poster");
        let refused = phone.check_in(&identity).await.unwrap_err();
        let forbidden = Error::CheckIn {
            message: "Authenticate",
            status: 403,
        };
        assert_eq!(refused.to_string(), forbidden.to_string());
        assert_eq!(school.progress("poster"), "revoked");
        assert!(school.devices().is_empty());
    }
);

both_databases!(
    after_its_end_a_link_lets_only_those_finish_who_are_at_it,
    |url| async {
        let (end, poster) = soon(8, 2);
        let school = School::open(url, &poster);
        let link = school.link("poster");
        let mut early = Visitor::open(&link).await;
        assert_eq!(early.start().await, 200);
        let phone = early.download().await;
        let mut late = Visitor::open(&link).await;
        assert_eq!(late.page.status, 200);
        assert!(clock::now() < end, "this machine is too slow for this test");
        wait_until(end).await;
        assert_eq!(late.start().await, 410);
        assert_eq!(late.page.page().heading, "This invitation has expired");
        assert_eq!(Visitor::open(&link).await.page.status, 410);
        phone.install().await;
        assert_eq!(school.devices().len(), 1);
    }
);
