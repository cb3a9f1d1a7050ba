//! Every page in two languages, as it is. The others have the same markup, and their words stand in their files.

use passerelle_web::samples;
use passerelle_web::{Language, Pages, assets};

#[test]
fn pages_are_as_they_were() {
    let pages = Pages::new();
    for language in [Language::En, Language::Fr] {
        for sample in samples::all() {
            let mut html = sample.render(&pages, language).expect("samples render");
            for asset in assets::all() {
                // Another style is no other page.
                html = html.replace(&asset.path, &format!("/assets/{}", asset.name));
            }
            insta::assert_snapshot!(format!("{language}-{}", sample.name), html);
        }
    }
}
