//! What an item's status means, for the person whose bank it is.

use crate::Language;
use crate::text::try_text;

/// The sentence for end users of a status and its `status_code_info` (spec/items.md 2.1): the API's
/// `status_code_description` and the reason on the pages of the flow. Of an info without a sentence of its own the
/// status speaks; a healthy item has none.
pub fn status_description(language: Language, status_code: i32, info: &str) -> Option<String> {
    if status_code == 0 {
        return None;
    }
    let status = match status_code {
        -2 => "status-just-added".to_owned(),
        -3 => "status-just-edited".to_owned(),
        code => format!("status-{code}"),
    };
    let info = info.to_ascii_lowercase().replace('_', "-");
    // The list of infos is cut after `unlock…`: whatever has to be unlocked, it is done in the bank's app.
    let info = if info.starts_with("unlock") { "unlock-otp-in-app" } else { info.as_str() };
    [format!("{status}-{info}"), status, "status-other".to_owned()]
        .iter()
        .find_map(|key| try_text(language, key, &[]).ok())
}
