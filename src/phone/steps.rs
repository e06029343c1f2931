//! What a person does, page by page, until the phone is enrolled.

use url::Url;

use super::checkin::Device;
use super::ota::{self, Asked};
use super::page::{Field, Form, Page};
use super::profile::Enrollment;
use super::safari::{Answer, Safari, client, path_shown};
use super::{Error, Fault, Nature, Persona, identity, profile};

const PROFILE: &str = "application/x-apple-aspen-config";
/// More pages than any session has; a loop would be a fault of the portal.
const MOST_PAGES: usize = 24;

/// What happened on the way, for the timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// Headings of the pages seen, and what the device did between them.
    pub steps: Vec<String>,
}

/// The phone and what it has collected so far.
struct Visit<'a> {
    persona: &'a Persona,
    nature: Nature,
    fault: Option<Fault>,
    safari: Safari,
    roots: Vec<Vec<u8>>,
    enrolled: bool,
    /// Heading of the page that was acted on last.
    shown: String,
    journey: Journey,
}

/// Opens the mailed address and follows the pages to the end. `seen` is told each step as it happens.
///
/// # Errors
/// The first thing that does not work, as the person or the device met it.
pub async fn enroll(
    link: &Url,
    persona: &Persona,
    nature: Nature,
    fault: Option<Fault>,
    mut seen: impl FnMut(&str),
) -> Result<Journey, Error> {
    let mut visit = Visit {
        persona,
        nature,
        fault,
        safari: Safari::new(&[], nature.public)?,
        roots: Vec::new(),
        enrolled: false,
        shown: String::new(),
        journey: Journey::default(),
    };
    let mut answer = visit.safari.open(link).await?;
    for _ in 0..MOST_PAGES {
        let page = visit.look(&answer)?;
        visit.note(page.heading.clone(), &mut seen);
        if visit.enrolled
            && page
                .forms
                .iter()
                .all(|f| !f.post || f.action.contains("logout"))
        {
            return Ok(visit.journey);
        }
        answer = visit.act(&answer.url, &page, &mut seen).await?;
    }
    Err(if visit.enrolled {
        Error::Unnoticed
    } else {
        stuck(&visit.look(&answer)?)
    })
}

impl Visit<'_> {
    fn look(&self, answer: &Answer) -> Result<Page, Error> {
        let page = answer.page();
        if answer.status == 200 {
            return Ok(page);
        }
        Err(Error::Page {
            path: path_shown(&answer.url),
            status: answer.status,
            heading: page.heading,
        })
    }

    fn note(&mut self, step: String, seen: &mut impl FnMut(&str)) {
        if self.journey.steps.last() != Some(&step) {
            seen(&step);
            self.journey.steps.push(step);
        }
    }

    /// Does what the page asks for: installs what it offers, then sends its form.
    async fn act(
        &mut self,
        at: &Url,
        page: &Page,
        seen: &mut impl FnMut(&str),
    ) -> Result<Answer, Error> {
        if let Some(target) = link_to(page, at, "/enroll/certificate/download") {
            self.install_root(&target, seen).await?;
        }
        if let Some(probe) = page.images.iter().find(|src| src.contains("/probe/")) {
            self.ask_probe(at, probe).await?;
        }
        let form = main_form(page).ok_or_else(|| stuck(page))?;
        let again = std::mem::replace(&mut self.shown, page.heading.clone()) == page.heading;
        let target = at.join(&form.action).map_err(|_| stuck(page))?;
        if self.fault == Some(Fault::Abandoned) && target.path() == "/enroll/profile" {
            return Err(Error::Abandoned {
                heading: page.heading.clone(),
            });
        }
        let answer = self
            .safari
            .submit(&target, &filled(form, self.persona, again))
            .await?;
        if answer.status == 200 && answer.media_type == PROFILE {
            self.install_profile(&answer.body, seen).await?;
            if self.fault == Some(Fault::ClosedPage) {
                return Err(Error::Abandoned {
                    heading: page.heading.clone(),
                });
            }
            return self.safari.open(at).await;
        }
        Ok(answer)
    }

    /// Downloads the certificate, installs it and turns its trust on.
    async fn install_root(
        &mut self,
        target: &Url,
        seen: &mut impl FnMut(&str),
    ) -> Result<(), Error> {
        let answer = self.safari.open(target).await?;
        if answer.status != 200 || answer.media_type != PROFILE {
            return Err(Error::Profile(format!(
                "the certificate answers {}",
                answer.status
            )));
        }
        self.roots = match self.fault {
            Some(Fault::ForeignCa) => vec![foreign_root(&self.nature)?],
            _ => profile::roots_of_trust_profile(&answer.body)?,
        };
        self.safari.trust(&self.roots)?;
        self.note("certificate installed and trusted".to_owned(), seen);
        Ok(())
    }

    /// The image arrives only over a trusted connection; a silent failure leaves the button.
    async fn ask_probe(&mut self, at: &Url, probe: &str) -> Result<(), Error> {
        if let Ok(url) = at.join(probe) {
            let _ = client(&self.roots, self.nature.public)?
                .get(url)
                .send()
                .await;
        }
        Ok(())
    }

    /// Checks and installs the enrollment profile: identity, then check-in.
    async fn install_profile(
        &mut self,
        bytes: &[u8],
        seen: &mut impl FnMut(&str),
    ) -> Result<(), Error> {
        let now = (self.nature.now)();
        let mut plain = match self.nature.public && self.roots.is_empty() {
            // Signed by somebody whom no root here knows: the phone warns of it, and the person installs.
            true => profile::unverified(bytes, self.fault)?,
            false => profile::verified(bytes, &self.roots, now, self.fault)?,
        };
        if ota::is_question(&plain) {
            let asked = Asked {
                persona: self.persona,
                nature: &self.nature,
                roots: &self.roots,
            };
            plain = asked.answer(&plain).await?;
            self.note("device proved what it is".to_owned(), seen);
        }
        let profile: Enrollment = profile::enrollment(&plain)?;
        self.note("profile verified".to_owned(), seen);
        let mut roots = self.roots.clone();
        roots.extend(profile.roots.iter().cloned());
        let client = client(&roots, self.nature.public)?;
        let identity = identity::obtain(&client, &profile.scep(), &self.nature, self.fault).await?;
        self.note("identity issued".to_owned(), seen);
        let device = Device {
            client: &client,
            profile: &profile,
            identity: &identity,
            persona: self.persona,
            nature: self.nature,
        };
        device.check_in(self.fault).await?;
        self.note("checked in".to_owned(), seen);
        if self.persona.leaves {
            device.check_out().await?;
            self.note("checked out again".to_owned(), seen);
        }
        self.enrolled = true;
        Ok(())
    }
}

fn stuck(page: &Page) -> Error {
    Error::Stuck {
        heading: page.heading.clone(),
    }
}

fn link_to(page: &Page, at: &Url, path: &str) -> Option<Url> {
    page.links
        .iter()
        .filter_map(|href| at.join(href).ok())
        .find(|url| url.path() == path)
}

/// The form a person would send: the first that posts and does not leave.
fn main_form(page: &Page) -> Option<&Form> {
    page.forms
        .iter()
        .find(|form| form.post && !form.action.contains("logout") && !form.action.contains("ask"))
}

/// Fills a form in: what is typed, chosen and ticked, and one button: the first, or the last when the same page
/// came back (“Go on anyway” stands after “Check again”).
fn filled(form: &Form, persona: &Persona, again: bool) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut buttons = form.fields.iter().filter(|field| field.kind == "submit");
    let pressed = if again {
        buttons.next_back()
    } else {
        buttons.next()
    };
    for field in form.fields.iter().filter(|field| !field.name.is_empty()) {
        let value = match field.kind.as_str() {
            "password" => Some(persona.password.clone()),
            "radio" => radio(form, field, persona),
            "select" => Some(option(field, persona)),
            "submit" => pressed
                .filter(|button| *button == field)
                .map(|button| button.value.clone()),
            "text" | "search" | "email" => Some(typed(field, persona)),
            "checkbox" if field.value.is_empty() => Some("on".to_owned()),
            _ => Some(field.value.clone()),
        };
        out.extend(value.map(|value| (field.name.clone(), value)));
    }
    out
}

fn typed(field: &Field, persona: &Persona) -> String {
    match field.name.as_str() {
        "username" => persona.username.clone(),
        _ if !field.value.is_empty() => field.value.clone(),
        _ => persona.assign.clone().unwrap_or_default(),
    }
}

/// Of each group of radio buttons one is chosen: the persona's answer where it is offered, else the first.
fn radio(form: &Form, field: &Field, persona: &Persona) -> Option<String> {
    let group: Vec<&Field> = form
        .fields
        .iter()
        .filter(|f| f.kind == "radio" && f.name == field.name)
        .collect();
    let wish = group
        .iter()
        .position(|f| f.value == persona.ownership || Some(&f.value) == persona.site.as_ref())
        .or_else(|| group.iter().position(|f| f.checked))
        .unwrap_or(0);
    (group.get(wish).is_some_and(|f| *f == field)).then(|| field.value.clone())
}

fn option(field: &Field, persona: &Persona) -> String {
    match &persona.site {
        Some(site) if field.options.contains(site) => site.clone(),
        _ => field.value.clone(),
    }
}

/// A root that signed nothing here: what a phone of another organization would trust.
fn foreign_root(nature: &Nature) -> Result<Vec<u8>, Error> {
    use crate::base::time::{DAY, HOUR};
    use crate::cms::key::PrivateKey;
    use crate::cms::request::{Subject, self_signed};
    let subject = Subject {
        organization: None,
        common_name: "Another root".to_owned(),
    };
    let now = (nature.now)();
    let validity = (now.plus(-HOUR), now.plus(DAY));
    let root = self_signed(
        &subject,
        &PrivateKey::generate_p256()?,
        nature.bytes()?,
        validity,
    )?;
    Ok(root.der().to_vec())
}
