//! The story, in order. Each part prints one line when it has happened; the first that does not ends it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::super::global::Failure;
use super::repository::{Ports, Temporary};
use super::{Args, Injection, authority, bind, repository};
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::model::declared::Desired;
use crate::notify::captured::{self, Captured};
use crate::ops::apply::{self, Agreed, By, Consent};
use crate::ops::{App, clock, load, plan, status};
use crate::phone::{self, Nature, Persona};
use crate::portal;
use crate::portal::routes::Scope;
use crate::report::{table, view};
use crate::worker::{self, Drain};

/// Whose mail the phone opens.
const MAYA: &str = "maya.chen@riverside.example";
/// How long the receipt may take: the sender looks every second.
const RECEIPT: Duration = Duration::from_secs(15);

/// Prints what happened, with the time since the start.
struct Timeline(Instant);

impl Timeline {
    fn say(&self, what: &str) {
        anstream::println!("  {:>6.2} s  ✓ {what}", self.0.elapsed().as_secs_f64());
    }

    fn step(&self, what: &str) {
        anstream::println!("  {:>6.2} s      {what}", self.0.elapsed().as_secs_f64());
    }
}

/// Tells it.
///
/// # Errors
/// The first part that did not happen.
pub async fn tell(args: &Args) -> Result<(), Failure> {
    let timeline = Timeline(clock::stopwatch());
    let (portal, mdm) = (bind(args.port)?, bind(0)?);
    let port = |l: &std::net::TcpListener| {
        l.local_addr()
            .map(|a| a.port())
            .map_err(crate::ops::Error::file("the listener"))
    };
    let ports = Ports {
        portal: port(&portal)?,
        mdm: port(&mdm)?,
    };
    let folder = Temporary::new()?;
    authority::write(folder.path())?;
    repository::write(folder.path(), ports)?;
    introduce(folder.path(), ports);
    let desired = valid(folder.path())?;
    timeline.say("sample repository, valid");
    if args.inject == Some(Injection::MailNotWritten) {
        spoil_outbox(folder.path())?;
    }
    let app = Arc::new(App::open(desired.settings.clone(), folder.path()).await?);
    let stop = CancellationToken::new();
    drop((portal, mdm));
    let server = serve(&app, &stop)?;
    send(&app, &desired, &timeline).await?;
    let told = enroll(args, &app, &timeline).await;
    if told.is_ok() && !args.once {
        anstream::println!("\nEverything stays up. Press Ctrl-C to stop.");
        tokio::signal::ctrl_c()
            .await
            .map_err(crate::ops::Error::file("Ctrl-C"))?;
    }
    stop.cancel();
    let ended = server.await;
    told?;
    ended
        .map_err(|e| Failure::new(Kind::Operational, format!("the portal ended: {e}")))?
        .map_err(Failure::from)
}

/// The portal with its inbox, the device listener and the sender, until `stop`.
fn serve(
    app: &Arc<App>,
    stop: &CancellationToken,
) -> Result<JoinHandle<Result<(), crate::ops::Error>>, Failure> {
    let listeners = portal::listen(app, None)?;
    let (app, stop) = (Arc::clone(app), stop.clone());
    Ok(tokio::spawn(async move {
        let sending = worker::run(&app, &stop);
        let serving = portal::serve(Arc::clone(&app), listeners, Scope::Demo, stop.clone());
        tokio::join!(sending, serving).1
    }))
}

fn introduce(folder: &Path, ports: Ports) {
    let portal = format!("http://127.0.0.1:{}", ports.portal);
    anstream::println!("enroll demo: everything runs on this computer, nothing leaves it.\n");
    anstream::println!("  Portal   {portal}/enroll        people: maya / maya, tech / tech");
    anstream::println!("  Inbox    {portal}/demo/inbox    captured mail");
    anstream::println!(
        "  Devices  https://localhost:{}   SCEP and check-in",
        ports.mdm
    );
    anstream::println!("  Files    {}\n", folder.display());
}

fn valid(folder: &Path) -> Result<Desired, Failure> {
    let repository = load::repository(folder, Some(clock::now()))?;
    let first = repository
        .diagnostics
        .first()
        .map(|d| d.message.clone())
        .unwrap_or_default();
    repository.desired.ok_or_else(|| {
        Failure::new(
            Kind::Config,
            format!("the sample repository is wrong: {first}"),
        )
    })
}

/// A file where the folder of captured mail should be.
fn spoil_outbox(folder: &Path) -> Result<(), Failure> {
    let state = folder.join(".enroll");
    std::fs::create_dir_all(&state)
        .and_then(|()| std::fs::write(state.join("outbox"), "in the way"))
        .map_err(crate::ops::Error::file(state.display().to_string()))?;
    Ok(())
}

/// Plans, applies and delivers; every message must be accepted.
async fn send(app: &App, desired: &Desired, timeline: &Timeline) -> Result<(), Failure> {
    let plan = plan::plan(desired, &app.root, &plan::Question::default()).await?;
    timeline.say(&format!(
        "plan: {} invitations, {} emails",
        desired.invitations.len(),
        plan.messages()
    ));
    apply::consent(&plan, &Consent::Auto)?;
    let acks = crate::plan::guard::Acks::default();
    let agreed = Agreed {
        fingerprint: &plan.fingerprint,
        acks: &acks,
        ci: false,
        scope: &plan.scope,
        plan_file: None,
        asked: &[],
        by: By::Person,
    };
    let lock = apply::lock(app, Duration::ZERO, |_| {}).await?;
    apply::commit(app, desired, &agreed, lock).await?;
    let sent = worker::drain(app, &Drain::default(), |_| {}).await?;
    if !sent.is_complete() {
        let why = sent
            .trouble
            .unwrap_or_else(|| "not every message was accepted".to_owned());
        return Err(Failure::new(
            Kind::Partial,
            format!("the mail was not written: {why}"),
        ));
    }
    timeline.say(&format!("apply: {} messages captured", sent.accepted));
    Ok(())
}

/// The phone opens its mail and enrolls; then the report must list the device, and the receipt must arrive.
async fn enroll(args: &Args, app: &App, timeline: &Timeline) -> Result<(), Failure> {
    let outbox = app.root.join(".enroll/outbox");
    let portal = app.settings.portal.url.origin().ascii_serialization();
    let invitation = mails_to(MAYA, &outbox)?
        .into_iter()
        .find_map(|m| m.link(&portal).map(str::to_owned));
    let link: Url = invitation
        .and_then(|link| link.parse().ok())
        .ok_or_else(|| {
            Failure::new(
                Kind::Operational,
                "no mail with a link was captured for Maya",
            )
        })?;
    timeline.say("Maya's iPhone (simulated) opens the link in her mail");
    let nature = Nature {
        now: clock::now,
        random: |buffer| aws_lc_rs::rand::fill(buffer).is_ok(),
        public: false,
    };
    let fault = args.inject.and_then(Injection::of_phone);
    let persona = persona();
    phone::enroll(&link, &persona, nature, fault, |step| timeline.step(step))
        .await
        .map_err(|e| Failure::new(Kind::Operational, format!("the phone did not enroll: {e}")))?;
    timeline.say("enrolled");
    receipt(&outbox).await?;
    timeline.say("receipt captured");
    listed(app, &persona.serial).await
}

fn persona() -> Persona {
    Persona {
        username: "maya".to_owned(),
        password: "maya".to_owned(),
        assign: None,
        ownership: "institution".to_owned(),
        site: Some("middle-school".to_owned()),
        udid: "00008120-001A2B3C4D5E6F70".to_owned(),
        serial: "F2LDEMO00K97".to_owned(),
        device_name: "Maya's iPhone".to_owned(),
        product: "iPhone15,4".to_owned(),
        os_version: "18.6".to_owned(),
        leaves: false,
        made: None,
    }
}

fn mails_to(address: &str, outbox: &Path) -> Result<Vec<Captured>, Failure> {
    let mut mails =
        captured::list(outbox).map_err(crate::ops::Error::file(outbox.display().to_string()))?;
    mails.retain(|mail| mail.to == address);
    Ok(mails)
}

/// Two mails to Maya: the invitation and the receipt.
async fn receipt(outbox: &Path) -> Result<(), Failure> {
    let started = clock::stopwatch();
    while mails_to(MAYA, outbox)?.len() < 2 {
        if started.elapsed() > RECEIPT {
            return Err(Failure::new(Kind::Operational, "no receipt was captured"));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// Prints the report and requires the device in it.
async fn listed(app: &App, serial: &str) -> Result<(), Failure> {
    let state = status::snapshot(&app.db).await?;
    let report = view::report(&state, Pii::Mask);
    let masked = crate::base::mask::serial(serial);
    if !report
        .devices
        .iter()
        .any(|device| device.serial.as_ref() == Some(&masked))
    {
        return Err(Failure::new(
            Kind::Operational,
            "the report does not list the device",
        ));
    }
    anstream::println!("\nReport\n{}", table::invitations(&report.invitations));
    anstream::println!("\n{}", table::devices(&report.devices));
    Ok(())
}
