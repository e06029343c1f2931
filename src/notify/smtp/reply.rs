//! Replies of a server (RFC 5321, section 4.2), and what it offers (section 4.1.1.1).

use super::Failure;

/// Longest line taken from a server, in bytes.
const LONGEST_LINE: usize = 4 * 1024;
/// Longest reply taken from a server, in bytes.
const LONGEST: usize = 64 * 1024;
/// Longest text kept of a reply, in characters.
const KEPT: usize = 300;

/// One reply: a code and its lines of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Three digits.
    pub code: u16,
    /// Texts after the code.
    pub lines: Vec<String>,
}

impl Reply {
    /// Takes one whole reply from the front of `buffer`; none while it is incomplete.
    ///
    /// # Errors
    /// [`Failure::Protocol`] when it is no reply, or longer than any server's.
    pub fn take(buffer: &mut Vec<u8>) -> Result<Option<Self>, Failure> {
        let mut reply: Option<Self> = None;
        let mut start = 0;
        while let Some(length) = buffer[start..].iter().position(|byte| *byte == b'\n') {
            let (code, more, text) = line(&buffer[start..start + length])?;
            start += length + 1;
            let reply = reply.get_or_insert(Self {
                code,
                lines: Vec::new(),
            });
            if reply.code != code {
                return Err(Failure::Protocol("changes its code half-way".to_owned()));
            }
            reply.lines.push(text);
            if !more {
                let whole = reply.clone();
                buffer.drain(..start);
                return Ok(Some(whole));
            }
        }
        if buffer.len() - start > LONGEST_LINE || buffer.len() > LONGEST {
            return Err(Failure::Protocol("is too long".to_owned()));
        }
        Ok(None)
    }

    /// Whether it says yes (2yz).
    pub fn is_yes(&self) -> bool {
        self.code / 100 == 2
    }

    /// Whether it says no for good (5yz).
    pub fn is_never(&self) -> bool {
        self.code / 100 == 5
    }

    /// Code and text in one line without control characters, cut where no server has anything more to say.
    pub fn text(&self) -> String {
        let text = format!("{} {}", self.code, self.lines.join(" "));
        let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
        plain.take(KEPT).collect::<String>().trim_end().to_owned()
    }
}

/// Code, whether more lines follow, and text of one line.
fn line(bytes: &[u8]) -> Result<(u16, bool, String), Failure> {
    let text = String::from_utf8_lossy(bytes.strip_suffix(b"\r").unwrap_or(bytes)).into_owned();
    let code = text
        .get(..3)
        .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|digits| digits.parse().ok());
    match (code, text.as_bytes().get(3)) {
        (Some(code), None | Some(b' ')) => Ok((code, false, text.get(4..).unwrap_or("").into())),
        (Some(code), Some(b'-')) => Ok((code, true, text.get(4..).unwrap_or("").into())),
        _ => Err(Failure::Protocol("is no reply of a mail server".to_owned())),
    }
}

/// What the server offers in its answer to EHLO.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers(Vec<String>);

impl Offers {
    /// Reads the answer; its first line is a greeting.
    pub fn of(reply: &Reply) -> Self {
        let lines = reply.lines.iter().skip(1);
        Self(lines.map(|line| line.to_ascii_uppercase()).collect())
    }

    /// Whether `keyword` is offered.
    pub fn has(&self, keyword: &str) -> bool {
        self.words(keyword).is_some()
    }

    /// Whether the log-in mechanism is offered (RFC 4954; old servers write `AUTH=`).
    pub fn has_login(&self, mechanism: &str) -> bool {
        let listed = |keyword| {
            self.words(keyword)
                .is_some_and(|mut words| words.any(|word| word == mechanism))
        };
        listed("AUTH")
            || self
                .0
                .iter()
                .any(|line| line == &format!("AUTH={mechanism}"))
    }

    fn words(&self, keyword: &str) -> Option<impl Iterator<Item = &str>> {
        self.0.iter().find_map(|line| {
            let mut words = line.split_ascii_whitespace();
            (words.next() == Some(keyword)).then_some(words)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take(text: &str) -> Result<Option<Reply>, Failure> {
        Reply::take(&mut text.as_bytes().to_vec())
    }

    #[test]
    fn replies_arrive_in_pieces() {
        let mut buffer = b"250-smtp.test\r\n250-PIPELINING\r\n250 AUTH LOGIN PL".to_vec();
        assert_eq!(Reply::take(&mut buffer).unwrap(), None);
        buffer.extend_from_slice(b"AIN\r\n354 Go");
        let offers = Offers::of(&Reply::take(&mut buffer).unwrap().unwrap());
        assert!(offers.has("PIPELINING") && !offers.has("STARTTLS"));
        assert!(offers.has_login("PLAIN") && offers.has_login("LOGIN"));
        assert!(!offers.has_login("XOAUTH2"));
        assert_eq!(buffer, b"354 Go");
    }

    #[test]
    fn texts_are_one_plain_line() {
        let reply = take("550-5.1.1 No\u{7}\r\n550 such mailbox\r\n")
            .unwrap()
            .unwrap();
        assert_eq!(reply.text(), "550 5.1.1 No  such mailbox");
        assert!(reply.is_never() && !reply.is_yes());
        assert_eq!(take("250\r\n").unwrap().unwrap().text(), "250");
    }

    #[test]
    fn other_protocols_are_refused() {
        assert!(take("SSH-2.0-OpenSSH_9\r\n").is_err());
        assert!(take("250-a\r\n251 b\r\n").is_err());
        assert!(take(&"2".repeat(LONGEST_LINE + 1)).is_err());
        let endless = "250-more\r\n".repeat(LONGEST / 10 + 1);
        assert!(take(&endless).is_err());
    }
}
