//! Who calls (spec/api.md 1.1): the version, the application's credentials, the user's token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use passerelle_domain::{Application, Feature};
use passerelle_locales::Language;
use passerelle_store::digest;
use passerelle_store::limits::Limited;
use passerelle_store::users::User;
use subtle::ConstantTimeEq as _;

use crate::error::ApiError;
use crate::limits::Standings;
use crate::{Called, Shared, origin};

/// The one version that is spoken.
const VERSION: &str = "2025-01-15";

/// An application that showed its credentials.
pub(crate) struct Caller(pub(crate) Application);

/// An application whose credentials were looked at before, for this request.
#[derive(Clone)]
pub(crate) struct Known(pub(crate) Application);

/// An application that acts for one of its users.
pub(crate) struct UserCaller {
    pub(crate) application: Application,
    pub(crate) user: User,
}

impl FromRequestParts<Shared> for Caller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, ApiError> {
        if let Some(Known(application)) = parts.extensions.get() {
            return Ok(Self(application.clone()));
        }
        check_version(&parts.headers)?;
        let client_id = credential(&parts.headers, "Client-Id")?;
        let secret = credential(&parts.headers, "Client-Secret")?;
        let found = api.callers.application(&api.store, client_id).await?;
        // An unknown application costs the same comparison.
        let (application, expected) = match found {
            Some((application, expected)) => (Some(application), expected),
            None => (None, [0; 32]),
        };
        let is_right = bool::from(digest(secret).ct_eq(&expected));
        match application {
            Some(application) if is_right => {
                if let Some(called) = parts.extensions.get::<Called>() {
                    called.by(application.id);
                }
                origin::check(&application, parts, &api.trusted_proxies)?;
                admit(parts, api, Limited::Application(application.id)).await?;
                Ok(Self(application))
            }
            _ => Err(invalid_credentials("Client-Id and Client-Secret are not those of an application")),
        }
    }
}

impl UserCaller {
    /// Refuses what was not switched on for the application.
    pub(crate) fn check(&self, feature: Feature) -> Result<(), ApiError> {
        if self.application.features.contains(&feature) {
            return Ok(());
        }
        let message = format!("`{}` is not switched on for this application", feature.name());
        Err(ApiError::feature_not_enabled(message))
    }
}

impl FromRequestParts<Shared> for UserCaller {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, api: &Shared) -> Result<Self, ApiError> {
        let Caller(application) = Caller::from_request_parts(parts, api).await?;
        let token = bearer(&parts.headers)?;
        let user = api.callers.user(&api.store, application.id, digest(token), api.clock.now()).await?;
        let user = user.ok_or_else(unknown_token)?;
        admit(parts, api, Limited::User(user.id)).await?;
        Ok(Self { application, user })
    }
}

/// Whoever is known uses a permit: those who are not can't use up those of others.
async fn admit(parts: &Parts, api: &Shared, limited: Limited) -> Result<(), ApiError> {
    let standings = parts.extensions.get::<Standings>().cloned().unwrap_or_default();
    api.limits.admit(&api.store, &*api.clock, limited, &standings).await
}

fn check_version(headers: &HeaderMap) -> Result<(), ApiError> {
    let version = headers.get("bridge-version").and_then(|value| value.to_str().ok());
    let refuse =
        |message: &str| Err(ApiError::new(StatusCode::BAD_REQUEST, "invalid_bridge_version", message));
    match version {
        Some(VERSION) => Ok(()),
        Some(_) => refuse("The Bridge-Version header must be 2025-01-15"),
        None => refuse("The Bridge-Version header is missing; it must be 2025-01-15"),
    }
}

fn credential<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, ApiError> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or_else(|| invalid_credentials(&format!("The {name} header is missing")))
}

pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str, ApiError> {
    let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let value = value.ok_or_else(|| {
        invalid_token("The Authorization header is missing; expected `Bearer` and an access token")
    })?;
    match value.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(invalid_token("The Authorization header must be `Bearer` and an access token")),
    }
}

fn invalid_credentials(message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "invalid_client_credentials", message)
}

/// A token that stands for nobody, or for nobody any more.
pub(crate) fn unknown_token() -> ApiError {
    invalid_token("The access token of the Authorization header is unknown or expired")
}

fn invalid_token(message: &str) -> ApiError {
    ApiError::new(StatusCode::UNAUTHORIZED, "invalid_access_token", message)
}

/// The language of the texts in the answer.
pub(crate) struct Reader(pub(crate) Language);

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let accepted = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(Language::negotiate(accepted)))
    }
}
