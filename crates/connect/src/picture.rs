//! The picture that a bank shows in the middle of an authentication.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passerelle_domain::connect_session::{Picture, Prompt};
use passerelle_web::pages::{PictureView, ProblemKind};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::problem::Trouble;
use crate::visit::Visit;

/// Modules of a QR code, in the units of the drawing; a browser makes it as large as the page wants.
const MODULE: u32 = 4;

/// Shown as a picture, nothing in a drawing runs; the pages' policy says the same to whoever opens it by itself.
pub(crate) async fn get(visit: Visit) -> Result<Response, Trouble> {
    let picture = visit.session.prompt.as_ref().and_then(Prompt::picture);
    let picture = picture.filter(|_| visit.page() == "otp_form");
    let (media_type, content) = match picture.ok_or(Trouble::Problem(ProblemKind::NotFound))? {
        Picture::Qr { text } => ("image/svg+xml", qr(text)?),
        Picture::Svg { content } => ("image/svg+xml", content.clone().into_bytes()),
        Picture::Png { content } => {
            ("image/png", STANDARD.decode(content).map_err(|error| Trouble::Internal(error.into()))?)
        }
    };
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(media_type))], content).into_response())
}

fn qr(text: &str) -> Result<Vec<u8>, Trouble> {
    let code = QrCode::new(text).map_err(|error| Trouble::Internal(error.into()))?;
    Ok(code.render::<svg::Color<'_>>().module_dimensions(MODULE, MODULE).build().into_bytes())
}

/// Where a page finds the picture. The number keeps one that a browser remembers from being shown for another.
pub(crate) fn view(visit: &Visit) -> Option<PictureView> {
    let picture = visit.session.prompt.as_ref().and_then(Prompt::picture)?;
    Some(PictureView {
        href: visit.path(&format!("picture?number={}", visit.session.version)),
        is_qr: matches!(picture, Picture::Qr { .. }),
    })
}
