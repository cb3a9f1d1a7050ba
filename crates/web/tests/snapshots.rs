//! Every page in both languages, as it is.

use passerelle_web::samples;
use passerelle_web::{Language, Pages, assets};

#[test]
fn pages_are_as_they_were() {
    let pages = Pages::new();
    for language in Language::ALL {
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
