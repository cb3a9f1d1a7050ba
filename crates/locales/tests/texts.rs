//! The languages have the same texts, typeset as their readers expect.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is the test's message")]

use std::collections::BTreeSet;

use passerelle_locales::{Language, keys, status_description, text};

/// Every text with its key, as it stands in the files: placeables and variants not resolved.
fn sources(language: Language) -> Vec<(String, String)> {
    let folder = format!("{}/../../locales/{}", env!("CARGO_MANIFEST_DIR"), language.code());
    let mut sources: Vec<(String, String)> = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let file = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for line in file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            match line.split_once(" =").filter(|_| !line.starts_with(' ')) {
                Some((key, text)) => sources.push((key.to_owned(), text.to_owned())),
                None => sources.last_mut().unwrap().1.push_str(line),
            }
        }
    }
    sources
}

/// The arguments a text names: `$application` and the like.
fn arguments(source: &str) -> BTreeSet<&str> {
    source
        .split('$')
        .skip(1)
        .filter_map(|rest| rest.split(|c: char| !c.is_ascii_alphanumeric()).next())
        .collect()
}

#[test]
fn every_file_is_compiled_in() {
    for language in Language::ALL {
        let compiled: BTreeSet<String> = keys(language).map(str::to_owned).collect();
        let written: BTreeSet<String> = sources(language).into_iter().map(|(key, _)| key).collect();
        assert_eq!(compiled, written);
    }
}

#[test]
fn the_languages_have_the_same_keys_with_the_same_arguments() {
    let mut english = sources(Language::En);
    let mut french = sources(Language::Fr);
    english.sort();
    french.sort();
    for ((english_key, english), (french_key, french)) in english.iter().zip(&french) {
        assert_eq!(english_key, french_key);
        assert_eq!(arguments(english), arguments(french), "{english_key}");
    }
    assert_eq!(english.len(), french.len());
}

#[test]
fn no_language_has_a_key_twice() {
    for language in Language::ALL {
        let mut seen = BTreeSet::new();
        for key in keys(language) {
            assert!(seen.insert(key), "{key}");
        }
    }
}

#[test]
fn quotes_and_apostrophes_are_typographic() {
    for language in Language::ALL {
        for (key, source) in sources(language) {
            assert!(
                !source.contains('\'') && !source.contains('"') && !source.contains("..."),
                "{key}: {source}"
            );
        }
    }
}

#[test]
fn french_signs_are_set_off_by_spaces_that_do_not_break() {
    for (key, source) in sources(Language::Fr) {
        let text: Vec<char> = source.chars().collect();
        for pair in text.windows(2) {
            match pair {
                [before, ';' | '!' | '?'] => assert_eq!(*before, '\u{202f}', "{key}: {source}"),
                [before, ':' | '»'] => assert_eq!(*before, '\u{a0}', "{key}: {source}"),
                ['«', after] => assert_eq!(*after, '\u{a0}', "{key}: {source}"),
                _ => {}
            }
        }
    }
}

#[test]
fn isolation_marks_are_off() {
    let greeting = text(Language::Fr, "back-to-application", &[("application", "Acme".into())]);
    assert_eq!(greeting, "Retour à Acme");
}

#[test]
fn every_documented_status_has_a_sentence_of_its_own() {
    let infos = [
        (
            402,
            "invalid_creds wrong_id wrong_id_format wrong_pwd wrong_pwd_format wrong_pwd2 wrong_pwd2_format",
        ),
        (402, "account_temporarily_blocked account_blocked account_blocked_contact_bank"),
        (429, "tos_to_validate contract_to_sign inactive_creds account_to_activate phone_nb_to_confirm"),
        (
            429,
            "information_to_review smth_to_validate otp_registration_to_do kyc_to_fill amlcft_data_to_confirm",
        ),
        (429, "phone_nb_to_set perso_data_to_confirm form_to_fill readonly_access_to_create"),
        (429, "cannot_access_services no_online_access creds_update_message unlock_otp_in_app"),
        (1003, "cnt_crash bank_is_down"),
        (1005, "otp_not_supported closed_account"),
        (1010, "otp_required"),
    ];
    for language in Language::ALL {
        let mut sentences = BTreeSet::new();
        for (status, infos) in infos {
            for info in infos.split(' ') {
                let sentence = status_description(language, status, info).unwrap();
                assert!(sentence.ends_with('.'), "{sentence}");
                assert!(sentences.insert(sentence), "{status} {info}");
            }
        }
    }
}

#[test]
fn an_info_without_a_sentence_falls_back_to_its_status() {
    let english = |status, info| status_description(Language::En, status, info);
    assert_eq!(english(0, "ok"), None);
    assert_eq!(english(1003, ""), english(1003, "never_seen"));
    assert_eq!(english(402, "WRONG_ID"), english(402, "wrong_id"));
    assert_eq!(english(429, "unlock_something"), english(429, "unlock_otp_in_app"));
    assert_eq!(english(-2, ""), Some("We are connecting to your bank for the first time.".to_owned()));
    assert_eq!(
        english(9999, "x"),
        Some("This connection needs attention. Please try again later.".to_owned())
    );
    assert!([430, 1007, 1009, 1099, 1100].into_iter().all(|status| english(status, "") != english(9999, "")));
}
