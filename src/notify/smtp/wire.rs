//! The bytes of one connection, plain or TLS, with a time limit on every wait.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Failure;
use super::reply::Reply;

/// A connection.
#[derive(Debug)]
pub struct Wire {
    stream: Stream,
    /// Bytes that arrived and are not read yet.
    unread: Vec<u8>,
}

#[derive(Debug)]
enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

impl Wire {
    /// Connects without delay of small packets: a command is one packet, and waiting to fill it would cost
    /// 40 ms each.
    pub async fn connect(host: &str, port: u16, limit: Duration) -> Result<Self, Failure> {
        let connecting = async {
            let stream = TcpStream::connect((host, port)).await?;
            stream.set_nodelay(true)?;
            Ok(stream)
        };
        Ok(Self {
            stream: Stream::Plain(within(limit, "to connect", connecting).await?),
            unread: Vec::new(),
        })
    }

    /// Goes on under TLS. Bytes that were sent before the handshake are refused: somebody in between could
    /// have put them there (RFC 3207, section 6).
    pub async fn secure(
        self,
        host: &str,
        config: &Arc<ClientConfig>,
        limit: Duration,
    ) -> Result<Self, Failure> {
        if !self.unread.is_empty() {
            return Err(Failure::Protocol("comes before TLS".to_owned()));
        }
        let Stream::Plain(stream) = self.stream else {
            return Ok(self);
        };
        let name = ServerName::try_from(host.to_owned())
            .map_err(|e| Failure::Network(format!("{host} is no name of a server: {e}")))?;
        let handshake = TlsConnector::from(Arc::clone(config)).connect(name, stream);
        Ok(Self {
            stream: Stream::Tls(Box::new(within(limit, "TLS", handshake).await?)),
            unread: Vec::new(),
        })
    }

    /// Whether TLS protects it.
    pub fn is_secure(&self) -> bool {
        matches!(self.stream, Stream::Tls(_))
    }

    /// Sends all of `bytes`.
    pub async fn write(&mut self, bytes: &[u8], limit: Duration) -> Result<(), Failure> {
        let writing = async {
            match &mut self.stream {
                Stream::Plain(stream) => stream.write_all(bytes).await,
                Stream::Tls(stream) => {
                    stream.write_all(bytes).await?;
                    stream.flush().await
                }
            }
        };
        within(limit, "to take the data", writing).await
    }

    /// Waits for one whole reply.
    pub async fn reply(&mut self, limit: Duration) -> Result<Reply, Failure> {
        let mut chunk = [0; 2048];
        let reading = async {
            loop {
                if let Some(reply) = Reply::take(&mut self.unread)? {
                    return Ok(reply);
                }
                let read = match &mut self.stream {
                    Stream::Plain(stream) => stream.read(&mut chunk).await,
                    Stream::Tls(stream) => stream.read(&mut chunk).await,
                };
                match read {
                    Ok(0) => return Err(Failure::Network("the connection ended".to_owned())),
                    Ok(count) => self.unread.extend_from_slice(&chunk[..count]),
                    Err(e) => return Err(Failure::Network(e.to_string())),
                }
            }
        };
        timeout(limit, reading)
            .await
            .unwrap_or_else(|_| Err(late("to answer", limit)))
    }
}

async fn within<T>(
    limit: Duration,
    what: &str,
    work: impl Future<Output = io::Result<T>>,
) -> Result<T, Failure> {
    match timeout(limit, work).await {
        Ok(done) => done.map_err(|e| Failure::Network(e.to_string())),
        Err(_) => Err(late(what, limit)),
    }
}

fn late(what: &str, limit: Duration) -> Failure {
    Failure::Network(format!(
        "the server took longer than {} s {what}",
        limit.as_secs()
    ))
}
