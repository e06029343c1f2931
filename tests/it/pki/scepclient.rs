//! The `scepclient` program asks; it speaks single DES only, which is refused, and it must understand the refusal.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::Command,
    thread,
};

use enroll::ca::authority::Authority;
use enroll::ca::scep::{
    ANSWER_TYPE, CAPABILITIES, CAPABILITIES_TYPE, CERTIFICATE_TYPE, Request, ScepRefusal,
};

use super::bench::{Bench, scep_authority};

/// Answers one request: what was refused, if anything.
fn serve(mut stream: TcpStream, authority: &Authority) -> Option<ScepRefusal> {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut refused = None;
    let (kind, answer) = if first.contains("GetCACaps") {
        (CAPABILITIES_TYPE, CAPABILITIES.as_bytes().to_vec())
    } else if first.contains("GetCACert") {
        (CERTIFICATE_TYPE, authority.certificate().der().to_vec())
    } else {
        let question = Request::decode(&body).unwrap();
        let refusal = question.open(authority, &[1; 32]).unwrap_err();
        let answer = question
            .refuse(refusal.fail_info(), authority, [2; 16])
            .unwrap();
        refused = Some(refusal);
        (ANSWER_TYPE, answer)
    };
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        answer.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&answer).unwrap();
    refused
}

#[test]
fn scepclient_reads_our_authority_and_our_refusal() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/scep", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let authority = scep_authority();
        loop {
            if let Some(refusal) = serve(listener.accept().unwrap().0, &authority) {
                return refusal;
            }
        }
    });
    // An empty folder: a certificate left there would be used again.
    let bench = Bench::new();
    let output = Command::new("scepclient")
        .args([
            "-server-url",
            &url,
            "-private-key",
            "key.pem",
            "-challenge",
            "SECRET",
            "-debug",
        ])
        .current_dir(bench.folder())
        .output()
        .unwrap();
    assert_eq!(server.join().unwrap(), ScepRefusal::Algorithm);
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(said.contains("badAlg"), "{said}");
}
