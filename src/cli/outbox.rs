//! `enroll outbox`: messages on their way, and the end of a doubt.

use clap::Subcommand;
use serde::Serialize;

use super::global::{Failure, Format, Global};
use super::{bounce, open};
use crate::base::mask::Pii;
use crate::model::id::MessageId;
use crate::model::message::{DeliveryState, MessageRow};
use crate::model::status::EventRow;
use crate::ops::outbox::{self, Fate};
use crate::report::{table, view};

/// Arguments of `enroll outbox`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What to do with messages.
#[derive(Debug, Subcommand)]
enum What {
    /// List messages
    List {
        /// Only those in this state: queued, claimed, transmitting, accepted, deferred, rejected, bounced,
        /// in_doubt, cancelled
        #[arg(long, value_name = "STATE", value_parser = state)]
        state: Option<DeliveryState>,
    },
    /// Show one message: its state, the server's last words, what happened
    Show {
        /// Its id
        id: String,
    },
    /// End a doubt: say what became of a message whose answer was lost
    Resolve {
        /// Its id
        id: String,
        /// It arrived; nothing more happens
        #[arg(long, required_unless_present = "not_sent")]
        sent: bool,
        /// It did not arrive; the same bytes are sent again
        #[arg(long, conflicts_with = "sent")]
        not_sent: bool,
        /// How you know; kept with the event
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Stop sending, within one message, by whatever process: `apply` and every `serve`
    Pause {
        /// Why; kept with the event and shown wherever the pause is
        #[arg(long, value_name = "TEXT", default_value = "an operator paused it")]
        reason: String,
    },
    /// Let sending go on
    Resume,
    /// Take in a delivery status notice (RFC 3464): a message that came back, is delayed, or arrived after all
    Bounce(bounce::Args),
}

/// Lists, shows or resolves.
pub fn run(args: &Args, global: &Global) -> Result<u8, Failure> {
    let format = global.format;
    match &args.what {
        What::List { state } => list(*state, format, global),
        What::Show { id } => show(&MessageId::from(id.as_str()), format, global),
        What::Resolve {
            id, sent, reason, ..
        } => {
            let fate = if *sent { Fate::Sent } else { Fate::NotSent };
            let id = MessageId::from(id.as_str());
            open::block_on(async {
                let app = open::app(global).await?;
                Ok(outbox::resolve(&app, &id, fate, reason.as_deref()).await?)
            })?;
            anstream::println!(
                "{id} {}",
                match fate {
                    Fate::Sent => "counts as accepted.",
                    Fate::NotSent => "is queued again; `enroll apply` or `enroll serve` sends it.",
                }
            );
            Ok(0)
        }
        What::Pause { reason } => pause(reason, global),
        What::Resume => resume(global),
        What::Bounce(args) => bounce::run(args, format, global),
    }
}

fn pause(reason: &str, global: &Global) -> Result<u8, Failure> {
    let before =
        open::block_on(async { Ok(outbox::pause(&open::app(global).await?, reason).await?) })?;
    match before {
        None => anstream::println!("Nothing is sent until `enroll outbox resume`."),
        Some(pause) => anstream::println!("It is paused since {}.", pause.since),
    }
    Ok(0)
}

fn resume(global: &Global) -> Result<u8, Failure> {
    let ended = open::block_on(async { Ok(outbox::resume(&open::app(global).await?).await?) })?;
    match ended {
        Some(_) => anstream::println!("Sending goes on: by `enroll serve`, or by `enroll apply`."),
        None => anstream::println!("Sending was not paused."),
    }
    Ok(0)
}

fn list(state: Option<DeliveryState>, format: Format, global: &Global) -> Result<u8, Failure> {
    let (rows, salt) =
        open::block_on(async { Ok(outbox::list(&open::reader(global).await?, state).await?) })?;
    let views: Vec<view::MessageView> = rows
        .iter()
        .map(|row| view::message(row, global.pii(), salt.as_bytes()))
        .collect();
    match format {
        Format::Json => super::print_json(&views),
        _ if views.is_empty() => anstream::println!("No messages."),
        _ => anstream::println!("{}", table::messages(&views)),
    }
    Ok(0)
}

/// One message in full.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    message: view::MessageView,
    reply: Option<String>,
    created_at: String,
    next_at: Option<String>,
    events: Vec<Happened>,
}

#[derive(Debug, Serialize)]
struct Happened {
    at: String,
    actor: String,
    action: String,
}

fn show(id: &MessageId, format: Format, global: &Global) -> Result<u8, Failure> {
    let (row, events, salt) =
        open::block_on(async { Ok(outbox::show(&open::reader(global).await?, id).await?) })?;
    let shown = shown(&row, events, global.pii(), salt.as_bytes());
    if format == Format::Json {
        super::print_json(&shown);
        return Ok(0);
    }
    let optional = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let message = &shown.message;
    anstream::println!("{} {} to {}", message.kind, message.id, message.to);
    anstream::println!("  state       {}", message.state.replace('_', " "));
    anstream::println!("  since       {}", message.updated_at);
    anstream::println!("  written     {}", shown.created_at);
    anstream::println!("  tries       {}", message.attempts);
    anstream::println!("  last words  {}", optional(&shown.reply));
    anstream::println!("  next try    {}", optional(&shown.next_at));
    anstream::println!("  invitation  {}", optional(&message.invitation));
    for event in &shown.events {
        let action = event.action.replace('_', " ");
        anstream::println!("  {}  {} {action}", event.at, event.actor);
    }
    if row.state == DeliveryState::InDoubt {
        anstream::println!("\nWhen you know what became of it:");
        anstream::println!("  enroll outbox resolve {id} --sent | --not-sent");
    }
    Ok(0)
}

fn shown(row: &MessageRow, events: Vec<EventRow>, pii: Pii, salt: &[u8]) -> Shown {
    let message = view::message(row, pii, salt);
    // Servers like to repeat the address they refuse.
    let masked = |reply: &String| view::written(&reply.replace(&row.to, &message.to), pii, salt);
    Shown {
        reply: row.reply.as_ref().map(masked),
        created_at: row.created_at.to_string(),
        next_at: row.next_at.map(|at| at.to_string()),
        events: events
            .into_iter()
            .map(|event| Happened {
                at: event.at.to_string(),
                actor: event.actor,
                action: event.action,
            })
            .collect(),
        message,
    }
}

fn state(word: &str) -> Result<DeliveryState, String> {
    DeliveryState::from_word(word).ok_or_else(|| {
        let words: Vec<_> = DeliveryState::ALL.iter().map(|s| s.word()).collect();
        format!("one of: {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::time::Timestamp;
    use crate::model::message::{Channel, MessageKind};

    #[test]
    fn what_a_server_said_is_masked_too() {
        let row = MessageRow {
            id: "m".into(),
            recipient: None,
            invitation: None,
            to: "ada@riverside.example".to_owned(),
            channel: Channel::Email,
            kind: MessageKind::Invite,
            state: DeliveryState::Rejected,
            attempts: 1,
            reply: Some("550 5.1.1 <ada@riverside.example>: unknown".to_owned()),
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
            next_at: None,
        };
        let reply = |pii| shown(&row, Vec::new(), pii, b"salt").reply.unwrap();
        assert_eq!(
            reply(Pii::Mask),
            "550 5.1.1 <a•••@riverside.example>: unknown"
        );
        assert!(!reply(Pii::Hash).contains("ada"));
        assert!(reply(Pii::Full).contains("ada@"));
    }
}
