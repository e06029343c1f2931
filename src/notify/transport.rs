//! The ways out, behind one enum.

use super::sms::Provider;
use super::smtp::{Failure, Server, Session};
use super::{Folder, Outcome, Stage};
use crate::model::message::Rendered;

/// A way out.
#[derive(Clone, Debug)]
pub enum Transport {
    /// A mail server.
    Smtp(Box<Server>),
    /// A folder of `.eml` files.
    Folder(Folder),
    /// A provider of text messages.
    Sms(Box<Provider>),
}

/// An open way out: one message at a time, as many as it takes.
#[derive(Debug)]
pub enum Channel {
    /// A connection to a mail server.
    Smtp(Box<Session>),
    /// A folder.
    Folder(Folder),
    /// A provider of text messages, which keeps its connections itself.
    Sms(Box<Provider>),
}

impl Transport {
    /// Opens a channel.
    ///
    /// # Errors
    /// Why the server cannot be used now; nothing of any message has left.
    pub async fn open(&self) -> Result<Channel, Failure> {
        Ok(match self {
            Self::Smtp(server) => Channel::Smtp(Box::new(server.connect().await?)),
            Self::Folder(folder) => Channel::Folder(folder.clone()),
            Self::Sms(provider) => {
                provider.open().await?;
                Channel::Sms(provider.clone())
            }
        })
    }

    /// What it is, for messages.
    pub fn name(&self) -> String {
        match self {
            Self::Smtp(server) => server.name(),
            Self::Folder(_) => "a folder".to_owned(),
            Self::Sms(provider) => provider.name(),
        }
    }
}

impl Channel {
    /// Hands over one message. `consent` is asked right before the first byte leaves for a place where its
    /// fate could become unknown; a folder never asks.
    pub async fn send(
        &mut self,
        message: &Rendered,
        consent: impl AsyncFnOnce() -> bool,
        on: impl Fn(Stage),
    ) -> Outcome {
        match self {
            Self::Smtp(session) => session.send(message, consent, on).await,
            Self::Sms(provider) => provider.send(message, consent, on).await,
            Self::Folder(folder) => {
                let (folder, message) = (folder.clone(), message.clone());
                tokio::task::spawn_blocking(move || folder.keep(&message))
                    .await
                    .unwrap_or_else(|e| Outcome::Deferred(e.to_string()))
            }
        }
    }

    /// Whether it can take another message.
    pub fn is_usable(&self) -> bool {
        match self {
            Self::Smtp(session) => session.is_usable(),
            Self::Folder(_) | Self::Sms(_) => true,
        }
    }

    /// Whether it carried a message before: then its end may only mean that the server waited long enough.
    pub fn is_used(&self) -> bool {
        match self {
            Self::Smtp(session) => session.is_used(),
            Self::Folder(_) | Self::Sms(_) => false,
        }
    }

    /// Ends it politely.
    pub async fn close(self) {
        if let Self::Smtp(session) = self {
            session.quit().await;
        }
    }
}
