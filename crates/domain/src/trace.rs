//! W3C Trace Context, level 1: which trace of a caller's a request belongs to, so that what it causes is found there too.

use std::fmt;
use std::str::FromStr;

/// The longest `tracestate` that is passed on: what everybody has to take (section 3.3.1.5).
const LONGEST_STATE: usize = 512;

/// How many entries a `tracestate` has at most (section 3.3.1.1).
const MOST_ENTRIES: usize = 32;

/// What a caller says of its trace: a valid `traceparent`, and its `tracestate` if that is valid too. As a text, both
/// with a blank between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    parent: String,
    state: Option<String>,
}

/// Not a `traceparent`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a traceparent such as 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
pub struct InvalidTrace;

impl Trace {
    /// Reads the two headers. A `tracestate` that is wrong is dropped, one without a valid `traceparent` means nothing
    /// (section 3.3).
    pub fn read(parent: &str, state: Option<&str>) -> Result<Self, InvalidTrace> {
        let parent = parent.trim_matches([' ', '\t']);
        // A later version may say more behind what this one knows (section 3.2.4).
        let is_longer = parent.len() > 55 && !parent.starts_with("00") && parent.as_bytes()[55] == b'-';
        let known = if is_longer { parent.get(..55) } else { Some(parent) }.ok_or(InvalidTrace)?;
        let parts: Vec<&str> = known.split('-').collect();
        let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        let is_hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if lengths != [2, 32, 16, 2] || !parts.iter().all(|part| part.bytes().all(is_hexadecimal)) {
            return Err(InvalidTrace);
        }
        let is_nothing = |part: &str| part.bytes().all(|byte| byte == b'0');
        if parts[0] == "ff" || is_nothing(parts[1]) || is_nothing(parts[2]) {
            return Err(InvalidTrace);
        }
        // Of the flags only the last is known; the others are not passed on (section 4.3).
        let is_sampled = parts[3].ends_with(['1', '3', '5', '7', '9', 'b', 'd', 'f']);
        let flags = if is_sampled { "01" } else { "00" };
        let parent = format!("00-{}-{}-{flags}", parts[1], parts[2]);
        let state = state.map(str::trim).filter(|state| is_state(state)).map(str::to_owned);
        Ok(Self { parent, state })
    }

    /// The trace's id, as in its caller's logs.
    pub fn id(&self) -> &str {
        &self.parent[3..35]
    }

    /// The `traceparent` of a call that is made for it; `span` names the call.
    pub fn child(&self, span: u64) -> String {
        // Nought would be no name.
        format!("{}{:016x}{}", &self.parent[..36], span.max(1), &self.parent[52..])
    }

    /// The `tracestate`, as it came.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parent)?;
        self.state.as_ref().map_or(Ok(()), |state| write!(f, " {state}"))
    }
}

impl FromStr for Trace {
    type Err = InvalidTrace;
    fn from_str(text: &str) -> Result<Self, InvalidTrace> {
        let (parent, state) =
            text.split_once(' ').map_or((text, None), |(parent, state)| (parent, Some(state)));
        Self::read(parent, state)
    }
}

/// A list of `key=value` (section 3.3.1); empty entries are allowed.
fn is_state(state: &str) -> bool {
    let entries: Vec<&str> = state
        .split(',')
        .map(|entry| entry.trim_matches([' ', '\t']))
        .filter(|entry| !entry.is_empty())
        .collect();
    (1..=LONGEST_STATE).contains(&state.len())
        && (1..=MOST_ENTRIES).contains(&entries.len())
        && entries
            .iter()
            .all(|entry| entry.split_once('=').is_some_and(|(key, value)| is_key(key) && is_value(value)))
}

fn is_key(key: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-*/@".contains(&byte);
    let begins_well = key.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    begins_well && key.len() <= 256 && key.bytes().all(is_known)
}

fn is_value(value: &str) -> bool {
    let is_known = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b',' && byte != b'=';
    (1..=256).contains(&value.len()) && value.bytes().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    fn state_of(state: &str) -> Option<String> {
        Trace::read(PARENT, Some(state)).expect("a trace").state().map(str::to_owned)
    }

    #[test]
    fn a_call_has_the_traces_id_and_a_name_of_its_own() {
        let trace = Trace::read(PARENT, Some("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7")).expect("a trace");
        assert_eq!(trace.id(), "0af7651916cd43dd8448eb211c80319c");
        assert_eq!(trace.child(0x1234), "00-0af7651916cd43dd8448eb211c80319c-0000000000001234-01");
        assert_eq!(trace.child(0), "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01");
        assert_eq!(trace.state(), Some("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7"));
        assert_eq!(trace.to_string().parse(), Ok(trace));
    }

    #[test]
    fn what_is_no_traceparent_is_none() {
        for wrong in [
            "",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more",
            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01.more",
            "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0é-x",
        ] {
            assert_eq!(Trace::read(wrong, None), Err(InvalidTrace), "{wrong}");
        }
    }

    #[test]
    fn later_versions_and_unknown_flags_are_read_as_far_as_they_are_known() {
        let later = "cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03-what-the-future-has";
        let child = "00-0af7651916cd43dd8448eb211c80319c-0000000000000001-01";
        assert_eq!(Trace::read(later, None).expect("a trace").child(1), child);
        let unsampled = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-fe";
        assert!(Trace::read(unsampled, None).expect("a trace").child(1).ends_with("-00"));
    }

    #[test]
    fn a_wrong_tracestate_is_dropped_alone() {
        for right in ["a=b", "fw529a3039@dt=FfAc, ,a=b c", "0x/*-_=!~"] {
            assert_eq!(state_of(right).as_deref(), Some(right));
        }
        let many = (0..33).map(|n| format!("k{n}=v")).collect::<Vec<_>>().join(",");
        let long = format!("a={}", "b".repeat(257));
        for wrong in ["", " ", ",", "a", "a=", "A=b", "a=b=c", "=b", "a=é", "a=\u{7}", &many, &long] {
            assert_eq!(state_of(wrong), None, "{wrong}");
        }
    }
}
