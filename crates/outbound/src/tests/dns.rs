//! A DNS server (RFC 1035) that answers by UDP on this machine, whatever name it is asked for.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::UdpSocket;

/// Types of records.
const A: u16 = 1;
const AAAA: u16 = 28;

pub(super) struct Dns {
    pub(super) address: SocketAddr,
    asked: Arc<AtomicUsize>,
}

impl Dns {
    /// Answers the lists in turn, then the last again and again. None of them may be kept.
    pub(super) async fn start(answers: &[&[&str]]) -> Self {
        let parse = |list: &&[&str]| list.iter().map(|text| text.parse().expect("an address")).collect();
        let answers: Vec<Vec<IpAddr>> = answers.iter().map(parse).collect();
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
        let address = socket.local_addr().expect("an address");
        let asked = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&asked);
        tokio::spawn(async move {
            let mut query = [0; 512];
            // Of a name both types are asked for: they get the same turn.
            let mut asked_for = [0, 0];
            while let Ok((length, asker)) = socket.recv_from(&mut query).await {
                let query = &query[..length];
                let of_type = &mut asked_for[usize::from(kind(query) == AAAA)];
                let turn = (*of_type).min(answers.len() - 1);
                *of_type += 1;
                counted.fetch_max(*of_type, Ordering::Relaxed);
                let _ = socket.send_to(&answer(query, &answers[turn]), asker).await;
            }
        });
        Self { address, asked }
    }

    /// How often it was asked for addresses.
    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// Where the question ends: behind its labels, the root's empty one, type and class.
fn question_end(query: &[u8]) -> usize {
    12 + query[12..].iter().position(|byte| *byte == 0).expect("a name ends") + 5
}

fn kind(query: &[u8]) -> u16 {
    let end = question_end(query);
    u16::from_be_bytes([query[end - 4], query[end - 3]])
}

fn answer(query: &[u8], addresses: &[IpAddr]) -> Vec<u8> {
    let kind = kind(query);
    let fitting = addresses.iter().filter(|address| if address.is_ipv4() { kind == A } else { kind == AAAA });
    let mut records = Vec::new();
    let mut count = 0;
    for address in fitting {
        count += 1;
        let octets = match address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        };
        // The question's name, its type, the internet's class, for no second, so many octets.
        records.extend([0xc0, 12]);
        records.extend(kind.to_be_bytes());
        records.extend([0, 1, 0, 0, 0, 0, 0, u8::try_from(octets.len()).expect("few octets")]);
        records.extend(octets);
    }
    // Its id; an answer without an error, recursion wanted and to be had; one question, so many records.
    let mut message = query[..2].to_vec();
    message.extend([0x81, 0x80, 0, 1, 0, count, 0, 0, 0, 0]);
    message.extend(&query[12..question_end(query)]);
    message.extend(records);
    message
}
