//! `enroll why`: which place, run and policy led to a link, message or device.

use super::global::{Failure, Format, Global};
use super::open;
use crate::base::error::Kind;
use crate::base::mask::Pii;
use crate::model::status::Snapshot;
use crate::ops::history;
use crate::ops::why::{Story, stories};
use crate::report::plan_purpose::AskedView;
use crate::report::view;

/// Arguments of `enroll why`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An address, login name, serial number, device identifier or message id
    who: String,
}

/// Tells the story.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    let (state, stories) = open::block_on(async {
        let (state, mut all) = stories(&open::reader(global).await?, &args.who).await?;
        for story in &mut all {
            unmask(story, &state, global).await?;
        }
        Ok((state, all))
    })?;
    if stories.is_empty() {
        return Err(
            Failure::new(Kind::NotFound, "nothing is known by this name")
                .hint("give an address, a login name, a serial number, or a message id"),
        );
    }
    let told: Vec<serde_json::Value> = stories
        .iter()
        .map(|story| document(story, &state, global.pii()))
        .collect();
    match format {
        Format::Json => super::print_json(&told),
        _ => stories
            .iter()
            .for_each(|story| print(story, &state, global.pii())),
    }
    Ok(0)
}

/// Runs keep who asked masked; where more is asked for, the history tells it.
async fn unmask(story: &mut Story, state: &Snapshot, global: &Global) -> Result<(), Failure> {
    let Some(AskedView::Commit { commit, author, .. }) = &mut story.asked else {
        return Ok(());
    };
    let known = match global.pii() {
        Pii::Mask => return Ok(()),
        Pii::Hash | Pii::Full => history::author(&open::root(global)?, commit).await,
    };
    if let Some(known) = known {
        *author = global.pii().address(&known, state.salt.as_bytes());
    }
    Ok(())
}

fn document(story: &Story, state: &Snapshot, pii: Pii) -> serde_json::Value {
    let salt = state.salt.as_bytes();
    serde_json::json!({
        "recipient": story.recipient.as_ref().map(|r| view::recipient(r, pii, salt)),
        "policy": story.policy,
        "messages": story.messages.iter().map(|m| view::message(m, pii, salt)).collect::<Vec<_>>(),
        "devices": story.devices.iter().map(|d| view::device(d, pii, salt)).collect::<Vec<_>>(),
        "run": story.run.as_ref().map(|r| serde_json::json!({"id": r.id, "at": r.at, "commit": r.commit})),
        "asked": story.asked,
        "events": story.events.iter()
            .map(|e| serde_json::json!({"at": e.at, "actor": e.actor, "action": e.action}))
            .collect::<Vec<_>>(),
    })
}

fn print(story: &Story, state: &Snapshot, pii: Pii) {
    let salt = state.salt.as_bytes();
    if let Some(recipient) = &story.recipient {
        let shown = view::recipient(recipient, pii, salt);
        anstream::println!("{} in invitation {}", shown.who, shown.invitation);
        anstream::println!("  declared at  {}", shown.source);
        anstream::println!("  policy       {}", story.policy.as_deref().unwrap_or("-"));
        anstream::println!("  how far      {}", shown.progress.replace('_', " "));
    }
    if let Some(run) = &story.run {
        let commit = run.commit.as_deref().unwrap_or("a folder outside git");
        anstream::println!("  invited by   run {} at {} from {commit}", run.id, run.at);
    }
    if let Some(asked) = &story.asked {
        anstream::println!("  {}", asked.text());
    }
    for message in &story.messages {
        let shown = view::message(message, pii, salt);
        anstream::println!("  message      {} {} {}", shown.kind, shown.state, shown.id);
    }
    for device in &story.devices {
        let shown = view::device(device, pii, salt);
        anstream::println!(
            "  device       {} {} enrolled {} via {}",
            shown.product.as_deref().unwrap_or("device"),
            shown.serial.as_deref().unwrap_or("without serial number"),
            shown.enrolled_at,
            shown.invitation.as_deref().unwrap_or("open enrollment"),
        );
    }
    for event in &story.events {
        anstream::println!(
            "  {}  {} {}",
            event.at,
            event.actor,
            event.action.replace('_', " ")
        );
    }
}
