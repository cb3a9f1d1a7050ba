//! The languages have the same texts, typeset as their readers expect.
#![expect(clippy::unwrap_used, reason = "a failed unwrap is the test's message")]

use std::collections::{BTreeMap, BTreeSet};

use passerelle_locales::{Argument, Language, keys, status_description, text, try_text};

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

/// The plural forms a text has: `one`, `other`, none.
fn variants(source: &str) -> Vec<&str> {
    source.split('[').skip(1).filter_map(|rest| rest.split(']').next()).collect()
}

/// What a text says by itself, in all its forms: its words without the arguments and the names of the forms.
fn words(source: &str) -> Vec<String> {
    let is_of_a_word = |c: char| c.is_alphanumeric() || "$[".contains(c);
    source
        .split(|c: char| !is_of_a_word(c))
        .filter(|word| word.starts_with(char::is_alphabetic))
        .map(str::to_lowercase)
        .collect()
}

#[test]
fn the_languages_have_the_same_keys_with_the_same_arguments() {
    let mut english = sources(Language::En);
    english.sort();
    for language in Language::ALL {
        let mut translated = sources(language);
        translated.sort();
        let keys = |texts: &[(String, String)]| -> Vec<String> {
            texts.iter().map(|(key, _)| key.clone()).collect()
        };
        assert_eq!(keys(&english), keys(&translated), "{language}");
        for ((key, english), (_, translated)) in english.iter().zip(&translated) {
            assert_eq!(arguments(english), arguments(translated), "{language}: {key}");
            assert_eq!(variants(english), variants(translated), "{language}: {key}");
        }
    }
}

/// Texts that are right as in English: countries, months and words that two languages share.
const SAME_IN_ENGLISH: [(Language, &str); 6] = [
    (Language::Fr, "country-fr country-lu country-pt"),
    (Language::De, "country-mt country-pt month-4 month-8 month-9 month-11"),
    (Language::Es, "title-error country-at country-bg country-ee country-mt country-pt"),
    (Language::It, "creds-field-password country-at country-bg country-ee country-mt country-ro"),
    (Language::Pt, "country-mt country-pt"),
    (Language::Nl, "country-cy country-fi country-mt country-pt month-4 month-9 month-11 month-12"),
];

#[test]
fn nothing_is_left_in_english() {
    let english = sources(Language::En);
    for (language, shared) in SAME_IN_ENGLISH {
        let translated: BTreeMap<String, String> = sources(language).into_iter().collect();
        let same: BTreeSet<&str> = english
            .iter()
            .filter(|(_, english)| !words(english).is_empty())
            .filter(|(key, english)| words(english) == words(&translated[key]))
            .map(|(key, _)| key.as_str())
            .collect();
        assert_eq!(same, shared.split(' ').collect(), "{language}");
    }
    assert_eq!(SAME_IN_ENGLISH.map(|(language, _)| language), Language::ALL[1..]);
}

#[test]
fn plural_forms_are_chosen_as_each_language_does() {
    for (language, none, one, two) in [
        (Language::En, "0 banks", "1 bank", "2 banks"),
        (Language::Fr, "0 banque", "1 banque", "2 banques"),
        (Language::De, "0 Banken", "1 Bank", "2 Banken"),
        (Language::Es, "0 bancos", "1 banco", "2 bancos"),
        (Language::It, "0 banche", "1 banca", "2 banche"),
        (Language::Pt, "0 bancos", "1 banco", "2 bancos"),
        (Language::Nl, "0 banken", "1 bank", "2 banken"),
    ] {
        for (count, written) in [(0, none), (1, one), (2, two)] {
            assert_eq!(text(language, "banks-found", &[("count", Argument::Number(count))]), written);
        }
    }
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
fn words_are_quoted_as_each_language_does() {
    for (language, quoted) in [
        (Language::En, "“neo”"),
        (Language::Fr, "«\u{a0}neo\u{a0}»"),
        (Language::De, "„neo“"),
        (Language::Es, "«neo»"),
        (Language::It, "«neo»"),
        (Language::Pt, "«neo»"),
        (Language::Nl, "‘neo’"),
    ] {
        let text = text(language, "banks-none", &[("query", "neo".into())]);
        assert!(text.contains(quoted), "{text}");
        let marks: Vec<char> = quoted.chars().filter(|character| "“”„«»‘".contains(*character)).collect();
        for (key, source) in sources(language) {
            let is_other = |character: char| "“”„«»‘".contains(character) && !marks.contains(&character);
            assert!(!source.contains(is_other), "{language}: {key}: {source}");
        }
    }
}

#[test]
fn spanish_questions_open_with_their_sign() {
    for (key, source) in sources(Language::Es) {
        assert_eq!(source.matches('?').count(), source.matches('¿').count(), "{key}: {source}");
        assert_eq!(source.matches('!').count(), source.matches('¡').count(), "{key}: {source}");
    }
}

/// People are addressed politely: none of the familiar forms.
#[test]
fn nobody_is_addressed_as_a_friend() {
    for (language, familiar) in [
        (Language::Fr, "tu te toi ton ta tes"),
        (Language::De, "du dich dir dein deine deinen deinem deiner"),
        (Language::Es, "tú tu tus te ti contigo"),
        (Language::It, "tu te ti tuo tua tuoi tue"),
        (Language::Pt, "tu te ti teu tua teus tuas contigo você vocês"),
        (Language::Nl, "je jij jou jouw jullie"),
    ] {
        let familiar: BTreeSet<&str> = familiar.split(' ').collect();
        for (key, source) in sources(language) {
            let source = source.to_lowercase();
            let word = source.split(|c: char| !c.is_alphabetic()).find(|word| familiar.contains(word));
            assert_eq!(word, None, "{language}: {key}: {source}");
        }
    }
}

#[test]
fn isolation_marks_are_off() {
    let greeting = text(Language::Fr, "back-to-application", &[("application", "Acme".into())]);
    assert_eq!(greeting, "Retour à Acme");
}

/// The infos that have a sentence of their own, with their status.
const INFOS: [(i32, &str); 9] = [
    (402, "invalid_creds wrong_id wrong_id_format wrong_pwd wrong_pwd_format wrong_pwd2 wrong_pwd2_format"),
    (402, "account_temporarily_blocked account_blocked account_blocked_contact_bank"),
    (429, "tos_to_validate contract_to_sign inactive_creds account_to_activate phone_nb_to_confirm"),
    (429, "information_to_review smth_to_validate otp_registration_to_do kyc_to_fill amlcft_data_to_confirm"),
    (429, "phone_nb_to_set perso_data_to_confirm form_to_fill readonly_access_to_create"),
    (429, "cannot_access_services no_online_access creds_update_message unlock_otp_in_app"),
    (1003, "cnt_crash bank_is_down"),
    (1005, "otp_not_supported closed_account"),
    (1010, "otp_required"),
];

#[test]
fn every_documented_status_has_a_sentence_of_its_own() {
    for language in Language::ALL {
        let mut sentences = BTreeSet::new();
        for (status, infos) in INFOS {
            for info in infos.split(' ') {
                let sentence = status_description(language, status, info).unwrap();
                assert!(sentence.ends_with('.'), "{sentence}");
                assert!(sentences.insert(sentence), "{status} {info}");
            }
        }
    }
}

#[test]
fn no_sentence_is_of_a_status_that_does_not_exist() {
    let infos =
        INFOS.into_iter().flat_map(|(status, infos)| infos.split(' ').map(move |info| (status, info)));
    // 9 stands for a status that we don't know.
    let statuses = [-2, -3, 402, 429, 430, 1003, 1005, 1007, 1009, 1010, 1099, 1100, 9];
    let said: BTreeSet<String> = infos
        .chain(statuses.map(|status| (status, "")))
        .map(|(status, info)| status_description(Language::En, status, info).unwrap())
        .collect();
    let written: BTreeSet<String> = keys(Language::En)
        .filter(|key| key.starts_with("status-"))
        .map(|key| try_text(Language::En, key, &[]).unwrap())
        .collect();
    assert_eq!(said, written);
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
