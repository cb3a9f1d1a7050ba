//! Writes every sample page in every language, with its assets, into a folder that a browser can open.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use passerelle_web::brand::Stylesheet;
use passerelle_web::{Language, Pages, assets, samples};

fn main() -> anyhow::Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).context("usage: gallery FOLDER")?;
    fs::create_dir_all(folder.join("assets"))?;
    for asset in assets::all() {
        fs::write(folder.join(asset.path.trim_start_matches('/')), asset.content)?;
    }
    let Stylesheet { path, content } = Stylesheet::of(samples::ACCENT);
    fs::create_dir_all(folder.join("brand"))?;
    fs::write(folder.join(path.trim_start_matches('/')), content)?;
    let pages = Pages::new();
    for language in Language::ALL {
        fs::create_dir_all(folder.join(language.code()))?;
        for sample in samples::all() {
            let html = sample.render(&pages, language).with_context(|| sample.name.clone())?;
            // Opened from disk, a path that begins with a slash leads elsewhere.
            let html = html.replace("\"/assets/", "\"../assets/").replace("\"/brand/", "\"../brand/");
            fs::write(folder.join(language.code()).join(format!("{}.html", sample.name)), html)?;
        }
    }
    Ok(())
}
