//! The pictures that these banks show in the middle of an authentication. They differ from one question to the next.

use std::fmt::Write as _;

use jiff::Timestamp;
use passerelle_connector::Picture;

/// How many squares the mosaic has on a side.
const SIDE: u32 = 12;

/// The colours of the mosaic's squares.
const COLOURS: [&str; 5] = ["#ffffff", "#1b4f72", "#b03a2e", "#1e8449", "#f1c40f"];

/// A mosaic that an app reads a code from; here any code is right.
pub(crate) fn mosaic(asked_at: Timestamp) -> Picture {
    let mut content = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 -1 {0} {0}\" shape-rendering=\"crispEdges\">\
         <path fill=\"#fff\" d=\"M-1-1h{0}v{0}H-1z\"/>",
        SIDE + 2
    );
    let mut seed = asked_at.as_microsecond().unsigned_abs();
    for place in 0..SIDE * SIDE {
        // Knuth's linear congruential generator (MMIX): a pattern, not a secret.
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let colour = COLOURS[usize::try_from(seed >> 33).unwrap_or(0) % COLOURS.len()];
        let (x, y) = (place % SIDE, place / SIDE);
        write!(content, "<path fill=\"{colour}\" d=\"M{x} {y}h1v1h-1z\"/>")
            .expect("a String takes everything");
    }
    content.push_str("</svg>");
    Picture::Svg { content }
}

/// The request that an app reads and shows to its user.
pub(crate) fn request(asked_at: Timestamp) -> Picture {
    Picture::Qr { text: format!("https://cobalt.example/approve/{:x}", asked_at.as_microsecond()) }
}
