//! Every template with every sample in every language, and what must be true of all of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use passerelle_domain::Country;
use passerelle_locales::keys;
use passerelle_web::pages::{AccountKind, MethodKind};
use passerelle_web::{Language, Pages, samples};

fn rendered() -> Vec<(String, String)> {
    let pages = Pages::new();
    let mut rendered = Vec::new();
    for language in Language::ALL {
        for sample in samples::all() {
            let html =
                sample.render(&pages, language).unwrap_or_else(|error| panic!("{}: {error:?}", sample.name));
            rendered.push((format!("{language}/{}", sample.name), html));
        }
    }
    rendered
}

fn files(folder: &str, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the repository") {
            let path = entry.expect("an entry of it").path();
            match path.extension() {
                None => folders.push(path),
                Some(found_extension) if found_extension == extension => found.push(path),
                Some(_) => {}
            }
        }
    }
    found
}

/// What stands between quotes behind an opening: of `t("key"`, behind `t(`, `key`.
fn quoted_after<'a>(source: &'a str, opening: &'a str) -> impl Iterator<Item = &'a str> {
    source.split(opening).skip(1).filter_map(|rest| rest.strip_prefix('"')?.split('"').next())
}

#[test]
fn every_template_has_a_sample() {
    let names: Vec<String> = samples::all().into_iter().map(|sample| sample.name).collect();
    for path in
        files("templates/connect", "html").iter().filter(|path| path.parent().unwrap().ends_with("connect"))
    {
        let template = path.file_stem().unwrap().to_str().unwrap();
        assert!(names.iter().any(|name| name.starts_with(&format!("{template}-"))), "{template}");
    }
    assert_eq!(names.len(), names.iter().collect::<BTreeSet<_>>().len(), "two samples have one name");
}

#[test]
fn pages_have_one_main_with_the_marks_one_heading_and_their_language() {
    for (name, html) in rendered() {
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        assert_eq!(html.matches("data-state=").count(), 1, "{name}");
        assert_eq!(
            html.matches("data-step=").count(),
            usize::from(html.contains("/session/SFQ5ZWx2")),
            "{name}"
        );
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert!(!html.contains("<h1 tabindex=\"-1\"></h1>"), "{name}");
        assert!(html.contains(&format!("<html lang=\"{}\">", &name[..2])), "{name}");
    }
}

#[test]
fn pages_need_nothing_that_the_policy_forbids() {
    for (name, html) in rendered() {
        let html = html.to_lowercase();
        for forbidden in
            [" style=", "<style", " onclick", " onsubmit", " onload", "javascript:", "src=\"http", "data:"]
        {
            assert!(!html.contains(forbidden), "{name}: {forbidden}");
        }
        assert_eq!(
            html.matches("<script").count(),
            html.matches("<script type=\"module\" src=\"/assets/").count()
        );
    }
}

#[test]
fn every_form_that_posts_carries_the_token() {
    for (name, html) in rendered() {
        assert_eq!(html.matches("method=\"post\"").count(), html.matches("name=\"csrf\"").count(), "{name}");
    }
}

#[test]
fn every_described_element_exists_and_ids_are_unique() {
    for (name, html) in rendered() {
        let ids: Vec<&str> = quoted_after(&html, " id=").collect();
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: {ids:?}");
        for attribute in [" aria-describedby=", " aria-labelledby=", " aria-controls=", " for="] {
            for reference in quoted_after(&html, attribute).flat_map(|value| value.split(' ')) {
                assert!(ids.contains(&reference), "{name}: {reference}");
            }
        }
    }
}

/// The names that templates and code look up by what they are of. The sentences of statuses have their own test beside
/// the texts.
fn names() -> BTreeSet<String> {
    let countries = Country::ALL.iter().map(|country| format!("country-{}", country.code().to_lowercase()));
    let months = (1..=12).map(|month| format!("month-{month}"));
    let kinds = AccountKind::ALL.iter().map(|kind| {
        let kind = serde_json::to_value(kind).expect("kinds are names");
        format!("account-kind-{}", kind.as_str().expect("kinds are names"))
    });
    let methods = MethodKind::ALL.iter().map(|kind| {
        let kind = serde_json::to_value(kind).expect("kinds are names");
        format!("method-{}", kind.as_str().expect("kinds are names"))
    });
    countries.chain(months).chain(kinds).chain(methods).collect()
}

/// The text of all files of a folder, one after the other.
fn texts(folder: &str, extension: &str) -> String {
    let read = |path| fs::read_to_string(path).expect("a file of the repository");
    files(folder, extension).into_iter().map(read).collect()
}

#[test]
fn every_text_has_a_place_and_every_place_a_text() {
    let templates = texts("templates", "html");
    let sources: String = ["locales", "web", "connect", "api", "mail"]
        .map(|name| texts(&format!("crates/{name}/src"), "rs"))
        .concat();
    // `asset("…")` ends like `t("…")`, its names have an extension; `t("account-kind-" ~ …)` is one of the names.
    let in_pages = quoted_after(&templates, "t(")
        .chain(quoted_after(&templates, "rich("))
        .filter(|key| !key.contains('.') && !key.ends_with('-'));
    let in_code = quoted_after(&sources, "text(language, ");
    let names = names();
    let used: BTreeSet<&str> = in_pages.chain(in_code).chain(names.iter().map(String::as_str)).collect();
    let written: BTreeSet<&str> = keys(Language::En).filter(|key| !key.starts_with("status-")).collect();
    let missing: Vec<_> = used.difference(&written).collect();
    assert!(missing.is_empty(), "there are no such texts: {missing:?}");
    let unused: Vec<_> = written.difference(&used).collect();
    assert!(unused.is_empty(), "nothing uses these texts: {unused:?}");
}
