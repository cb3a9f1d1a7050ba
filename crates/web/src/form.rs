//! The body of a form.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::form_urlencoded;
use zeroize::Zeroizing;

/// What a browser sent of a form: names and values in the order of the page. The values may be credentials, so they
/// are wiped when dropped and never shown.
pub struct FormBody(Vec<(String, Zeroizing<String>)>);

impl FormBody {
    /// Reads `application/x-www-form-urlencoded`; every sequence of bytes is some form.
    pub fn parse(body: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(body);
        Self(pairs.map(|(name, value)| (name.into_owned(), Zeroizing::new(value.into_owned()))).collect())
    }

    /// The value of a field; the first if there are several.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// All values of a field, such as of the boxes ticked.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

/// Why there is no form body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormRejection {
    /// Another content type.
    #[error("the request's content type is not that of a form")]
    NotAForm,
    /// The body could not be read: it is longer than the route allows, or the browser went away.
    #[error("the form's body could not be read")]
    Unreadable {
        /// What the reader of bodies answers.
        status: StatusCode,
    },
}

impl FormRejection {
    /// The status to answer with; the page is the handler's.
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Unreadable { status } => status,
        }
    }
}

impl IntoResponse for FormRejection {
    fn into_response(self) -> Response {
        self.status().into_response()
    }
}

impl<S: Send + Sync> FromRequest<S> for FormBody {
    type Rejection = FormRejection;

    async fn from_request(request: Request, state: &S) -> Result<Self, FormRejection> {
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let media_type = content_type.and_then(|value| value.split(';').next()).map(str::trim);
        if !media_type.is_some_and(|value| value.eq_ignore_ascii_case("application/x-www-form-urlencoded")) {
            return Err(FormRejection::NotAForm);
        }
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|rejection| FormRejection::Unreadable { status: rejection.status() })?;
        Ok(Self::parse(&body))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn fields_are_found_by_name_in_order() {
        let form =
            FormBody::parse("login=a+b%26c&account_id=2&account_id=1&empty=&bare&code=%C3%A9".as_bytes());
        assert_eq!(form.value("login"), Some("a b&c"));
        assert_eq!(form.values("account_id").collect::<Vec<_>>(), ["2", "1"]);
        assert_eq!(form.value("empty"), Some(""));
        assert_eq!(form.value("bare"), Some(""));
        assert_eq!(form.value("code"), Some("é"));
        assert_eq!(form.value("missing"), None);
    }

    #[tokio::test]
    async fn only_forms_are_forms() {
        let request = |content_type: &str| {
            Request::post("/").header("content-type", content_type).body(Body::from("a=1")).unwrap()
        };
        let form =
            FormBody::from_request(request("application/x-www-form-urlencoded; charset=UTF-8"), &()).await;
        assert_eq!(form.ok().and_then(|form| form.value("a").map(str::to_owned)), Some("1".to_owned()));
        for content_type in ["application/json", "text/plain", ""] {
            let rejection = FormBody::from_request(request(content_type), &()).await.err();
            assert_eq!(rejection, Some(FormRejection::NotAForm));
        }
    }
}
