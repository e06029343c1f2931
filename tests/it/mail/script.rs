//! A server that says exactly what a test tells it to, for what no well-behaved server can be made to do.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Answers to commands: the first whose beginning fits counts; an answer of several lines is one text, an empty
/// one cuts the connection.
pub type Answers = &'static [(&'static str, &'static str)];

/// A listening script; connections beyond the given ones get the last script again.
pub struct Script {
    pub port: u16,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Script {
    /// Serves the n-th connection by the n-th script.
    pub async fn start(scripts: &'static [Answers]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heard);
        tokio::spawn(async move {
            for n in 0.. {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                let answers = scripts[n.min(scripts.len() - 1)];
                tokio::spawn(converse(stream, answers, Arc::clone(&log)));
            }
        });
        Self { port, heard }
    }

    /// What clients said, line by line, the bytes of messages left out.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

async fn converse(stream: TcpStream, answers: Answers, heard: Arc<Mutex<Vec<String>>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut said = "CONNECT".to_owned();
    let mut in_data = false;
    loop {
        if !in_data {
            heard.lock().unwrap().push(said.clone());
            let fits = |(word, _): &&(&str, &str)| said.starts_with(word);
            let answer = answers.iter().find(fits).map_or("250 OK", |(_, a)| a);
            if answer.is_empty() {
                return;
            }
            in_data = answer.starts_with("354");
            write
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .ok();
        }
        match lines.next_line().await {
            Ok(Some(line)) => said = line,
            _ => return,
        }
        if in_data && said == "." {
            (in_data, said) = (false, "DOT".to_owned());
        }
    }
}
