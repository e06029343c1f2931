//! One connection from the greeting on: log-in once, then message after message.

use data_encoding::BASE64;

use super::reply::{Offers, Reply};
use super::wire::Wire;
use super::{Failure, Limits, Server};
use crate::model::message::Rendered;
use crate::model::settings::SmtpSecurity;
use crate::notify::{Outcome, Stage};

/// A connection that is ready for mail.
#[derive(Debug)]
pub struct Session {
    wire: Wire,
    offers: Offers,
    limits: Limits,
    /// Messages since the connection was made.
    sent: u32,
    /// Nothing more can be said over it.
    broken: bool,
}

impl Server {
    /// Connects, secures, logs in.
    ///
    /// # Errors
    /// [`Failure`]; nothing of any message has left.
    pub async fn connect(&self) -> Result<Session, Failure> {
        let limits = self.limits;
        let mut wire = Wire::connect(&self.host, self.port, limits.connect).await?;
        if self.security == SmtpSecurity::Implicit {
            wire = wire.secure(&self.host, &self.tls, limits.connect).await?;
        }
        yes(wire.reply(limits.command).await?)?;
        let mut offers = self.hello(&mut wire).await?;
        if self.security == SmtpSecurity::StartTls {
            if !offers.has("STARTTLS") {
                return Err(Failure::Lacks("STARTTLS, which the settings demand"));
            }
            yes(command(&mut wire, "STARTTLS", limits).await?)?;
            wire = wire.secure(&self.host, &self.tls, limits.connect).await?;
            offers = self.hello(&mut wire).await?;
        }
        let mut session = Session {
            wire,
            offers,
            limits,
            sent: 0,
            broken: false,
        };
        self.log_in(&mut session).await?;
        Ok(session)
    }

    async fn hello(&self, wire: &mut Wire) -> Result<Offers, Failure> {
        let hello = format!("EHLO {}", self.hello);
        let reply = yes(command(wire, &hello, self.limits).await?)?;
        Ok(Offers::of(&reply))
    }

    async fn log_in(&self, session: &mut Session) -> Result<(), Failure> {
        let Some((user, password)) = &self.login else {
            return Ok(());
        };
        let wire = &mut session.wire;
        if !wire.is_secure() && self.security != SmtpSecurity::Loopback {
            return Err(Failure::Lacks("protection for the password"));
        }
        let password = password.expose();
        if session.offers.has_login("PLAIN") {
            let secret = BASE64.encode(format!("\0{user}\0{password}").as_bytes());
            let line = format!("AUTH PLAIN {secret}");
            yes(command(wire, &line, self.limits).await?)?;
        } else if session.offers.has_login("LOGIN") {
            more(command(wire, "AUTH LOGIN", self.limits).await?)?;
            let user = BASE64.encode(user.as_bytes());
            more(command(wire, &user, self.limits).await?)?;
            let password = BASE64.encode(password.as_bytes());
            yes(command(wire, &password, self.limits).await?)?;
        } else {
            return Err(Failure::Lacks("log-in by password"));
        }
        Ok(())
    }
}

impl Session {
    /// Whether it can take another message.
    pub fn is_usable(&self) -> bool {
        !self.broken
    }

    /// Whether it carried a message before: then its end may only mean that the server waited long enough.
    pub fn is_used(&self) -> bool {
        self.sent > 0
    }

    /// Hands over one message. `consent` is asked after the server's 354, before the first byte of data;
    /// when it says no, the connection is cut, which ends the transaction without a message.
    pub async fn send(
        &mut self,
        message: &Rendered,
        consent: impl AsyncFnOnce() -> bool,
        on: impl Fn(Stage),
    ) -> Outcome {
        self.sent += 1;
        if let Err(refusal) = self.address(message, &on).await {
            return self.refused(refusal).await;
        }
        if !consent().await {
            self.broken = true;
            return Outcome::Withdrawn;
        }
        self.transmit(&message.bytes, &on).await
    }

    /// Says goodbye; what the server answers does not matter any more.
    pub async fn quit(mut self) {
        if !self.broken {
            let farewell = std::time::Duration::from_secs(2);
            if self.wire.write(b"QUIT\r\n", farewell).await.is_ok() {
                self.wire.reply(farewell).await.ok();
            }
        }
    }

    /// MAIL, RCPT and DATA up to the 354, in one packet where the server takes that.
    async fn address(&mut self, message: &Rendered, on: &impl Fn(Stage)) -> Result<(), Failure> {
        let [mail, rcpt] = self.commands(message)?;
        let limits = self.limits;
        if self.offers.has("PIPELINING") {
            let all = format!("{mail}\r\n{rcpt}\r\nDATA\r\n");
            self.wire.write(all.as_bytes(), limits.block).await?;
            let replies = [
                self.wire.reply(limits.command).await?,
                self.wire.reply(limits.command).await?,
                self.wire.reply(limits.data).await?,
            ];
            on(Stage::Addressed);
            let [mail, rcpt, data] = replies;
            if data.code == 354 && !(mail.is_yes() && rcpt.is_yes()) {
                // It waits for data nobody wants: only cutting the connection is free of doubt.
                self.broken = true;
            }
            yes(mail)?;
            yes(rcpt)?;
            return more(data);
        }
        yes(command(&mut self.wire, &mail, limits).await?)?;
        let rcpt = command(&mut self.wire, &rcpt, limits).await?;
        on(Stage::Addressed);
        yes(rcpt)?;
        self.wire.write(b"DATA\r\n", limits.block).await?;
        more(self.wire.reply(limits.data).await?)
    }

    /// MAIL and RCPT with the parameters that the server takes. Asks for notices of failure and delay, and for
    /// the message's headers alone in them.
    fn commands(&self, message: &Rendered) -> Result<[String; 2], Failure> {
        let mut mail = format!("MAIL FROM:<{}>", message.from);
        let mut rcpt = format!("RCPT TO:<{}>", message.to);
        if message.from.contains(is_unsafe) || message.to.contains(is_unsafe) {
            return Err(Failure::Address);
        }
        if self.offers.has("DSN") {
            let envelope = message.message_id.split('@').next().unwrap_or_default();
            mail.push_str(&format!(" RET=HDRS ENVID={envelope}"));
            rcpt.push_str(" NOTIFY=FAILURE,DELAY");
        }
        if !(message.from.is_ascii() && message.to.is_ascii()) {
            if !self.offers.has("SMTPUTF8") {
                return Err(Failure::Lacks("SMTPUTF8, which this address needs"));
            }
            mail.push_str(" SMTPUTF8");
        }
        Ok([mail, rcpt])
    }

    /// The data in two writes, so that a test can stop in the middle; the second holds the final dot, and from
    /// it on a lost connection leaves doubt.
    async fn transmit(&mut self, bytes: &[u8], on: &impl Fn(Stage)) -> Outcome {
        let data = stuffed(bytes);
        let (head, tail) = data.split_at(data.len() / 2);
        if let Err(failure) = self.wire.write(head, self.limits.block).await {
            self.broken = true;
            return Outcome::Deferred(failure.to_string());
        }
        on(Stage::Begun);
        if let Err(failure) = self.wire.write(tail, self.limits.block).await {
            self.broken = true;
            return Outcome::InDoubt(failure.to_string());
        }
        on(Stage::Complete);
        let reply = match self.wire.reply(self.limits.end).await {
            Ok(reply) => reply,
            Err(failure) => {
                self.broken = true;
                return Outcome::InDoubt(failure.to_string());
            }
        };
        on(Stage::Answered);
        self.broken = reply.code == 421;
        match reply.code / 100 {
            2 => Outcome::Accepted(reply.text()),
            4 => Outcome::Deferred(reply.text()),
            5 => Outcome::Rejected(reply.text()),
            _ => {
                self.broken = true;
                Outcome::InDoubt(reply.text())
            }
        }
    }

    /// What a refusal before the data means, and clears the way for the next message.
    async fn refused(&mut self, failure: Failure) -> Outcome {
        let reply = match failure {
            Failure::Refused(reply) => reply,
            Failure::Lacks(_) | Failure::Address => return Outcome::Rejected(failure.to_string()),
            Failure::Network(_) | Failure::Protocol(_) => {
                self.broken = true;
                return Outcome::Unreached(failure.to_string());
            }
        };
        if reply.code == 421 {
            self.broken = true;
            return Outcome::Unreached(reply.text());
        }
        if !self.broken {
            let reset = command(&mut self.wire, "RSET", self.limits).await;
            self.broken = !reset.is_ok_and(|reply| reply.is_yes());
        }
        match reply.is_never() && !is_about_us(reply.code) {
            true => Outcome::Rejected(reply.text()),
            false => Outcome::Deferred(reply.text()),
        }
    }
}

/// Refusals of this client rather than of the message (RFC 4954, section 6; 503: out of sequence): right
/// settings cure them, so no message is lost for them.
fn is_about_us(code: u16) -> bool {
    matches!(code, 503 | 530 | 534 | 535 | 538)
}

/// Whatever could end an address or a line.
fn is_unsafe(c: char) -> bool {
    c.is_control() || c.is_whitespace() || matches!(c, '<' | '>')
}

fn yes(reply: Reply) -> Result<Reply, Failure> {
    match reply.is_yes() {
        true => Ok(reply),
        false => Err(Failure::Refused(reply)),
    }
}

/// 334 and 354: go on.
fn more(reply: Reply) -> Result<(), Failure> {
    match reply.code / 100 {
        3 => Ok(()),
        _ => Err(Failure::Refused(reply)),
    }
}

async fn command(wire: &mut Wire, line: &str, limits: Limits) -> Result<Reply, Failure> {
    wire.write(format!("{line}\r\n").as_bytes(), limits.block)
        .await?;
    wire.reply(limits.command).await
}

/// Doubles a dot at the start of a line and ends with the final dot (RFC 5321, section 4.5.2).
fn stuffed(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 64);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        if line.first() == Some(&b'.') {
            out.push(b'.');
        }
        out.extend_from_slice(line);
    }
    if !out.ends_with(b"\r\n") {
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b".\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::stuffed;

    #[test]
    fn dots_at_line_starts_are_doubled() {
        assert_eq!(stuffed(b".a\r\n..\r\nb."), b"..a\r\n...\r\nb.\r\n.\r\n");
        assert_eq!(stuffed(b""), b"\r\n.\r\n");
    }
}
