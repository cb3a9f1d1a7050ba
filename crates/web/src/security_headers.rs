//! The headers that every page carries.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::map_response_with_state;
use axum::response::Response;

/// Everything from our own origin, nothing inline, framed by nobody.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PERMISSIONS_POLICY: &str = "camera=(), display-capture=(), fullscreen=(), geolocation=(), microphone=(), \
    payment=(), usb=()";

/// What all pages carry. `no-referrer` would make Chromium send `Origin: null` with our own forms.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::REFERRER_POLICY, "same-origin"),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("x-robots-tag"), "noindex"),
    (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
];

/// Two years, as browsers' own lists ask for.
const STRICT_TRANSPORT_SECURITY: &str = "max-age=63072000";

/// The security headers of this server's pages.
#[derive(Debug, Clone, Copy)]
pub struct PageHeaders {
    is_https: bool,
}

impl PageHeaders {
    /// Only a server that people reach by `https` may ask browsers to insist on it.
    pub fn new(is_https: bool) -> Self {
        Self { is_https }
    }

    /// Sets them on a response, over whatever it has of them.
    pub fn apply(self, headers: &mut HeaderMap) {
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if self.is_https {
            headers.insert(
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static(STRICT_TRANSPORT_SECURITY),
            );
        }
    }

    /// Sets them on every answer of a router, those of its fallback too.
    pub fn protect<S: Clone + Send + Sync + 'static>(self, router: Router<S>) -> Router<S> {
        router.layer(map_response_with_state(self, set))
    }
}

async fn set(State(page_headers): State<PageHeaders>, mut response: Response) -> Response {
    page_headers.apply(response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;

    #[tokio::test]
    async fn every_answer_of_a_protected_router_has_them() {
        for is_https in [false, true] {
            let router = Router::new().route("/", get(|| async { [("referrer-policy", "unsafe-url")] }));
            let router = PageHeaders::new(is_https).protect(router);
            for path in ["/", "/missing"] {
                let request = Request::get(path).body(Body::empty()).unwrap();
                let response = router.clone().oneshot(request).await.unwrap();
                for (name, value) in HEADERS {
                    let found: Vec<_> = response.headers().get_all(name).iter().collect();
                    assert_eq!(found, [value]);
                }
                assert_eq!(response.headers().contains_key("strict-transport-security"), is_https);
            }
        }
    }
}
