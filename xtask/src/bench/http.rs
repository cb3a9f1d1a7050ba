//! The few calls that prepare a measurement.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// A request as the load generator reads it.
pub(crate) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Value {
    let headers: serde_json::Map<String, Value> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    serde_json::json!({ "method": method, "path": path, "headers": headers, "body": body })
}

/// Sends one such request and reads status and body.
pub(crate) fn send(address: &str, request: &Value) -> Result<(u16, String)> {
    let text = |name: &str| request[name].as_str().unwrap_or_default();
    let mut stream = TcpStream::connect(address).with_context(|| format!("connecting to {address}"))?;
    stream.set_read_timeout(Some(Duration::from_mins(1)))?;
    let mut head =
        format!("{} {} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n", text("method"), text("path"));
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        head.extend([name, ": ", value.as_str().unwrap_or_default(), "\r\n"]);
    }
    let body = text("body");
    head.extend(["content-length: ", &body.len().to_string(), "\r\n\r\n", body]);
    stream.write_all(head.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let answer = String::from_utf8(answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("an answer without an end of its head")?;
    Ok((head.get(9..12).context("an answer without a status")?.parse()?, body.to_owned()))
}

/// Sends a request whose answer must be a success with JSON.
pub(crate) fn send_json(address: &str, request: &Value) -> Result<Value> {
    let (status, body) = send(address, request)?;
    ensure!((200..300).contains(&status), "{} answered {status}: {body}", request["path"]);
    Ok(serde_json::from_str(&body)?)
}
