//! What errors are called (spec/api.md 2.2): a code has one status and one meaning, wherever it is given.

use axum::http::StatusCode;
use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($variant:ident = $status:ident $name:literal: $meaning:literal;)*) => {
        /// The code of an error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $(#[doc = $meaning] $variant),* }

        impl Code {
            /// All of them.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name on the wire.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The status of its answers.
            pub(crate) const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status),* }
            }

            /// What it says to a developer.
            pub(crate) const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning),* }
            }
        }
    };
}

codes! {
    InvalidBridgeVersion = BAD_REQUEST "invalid_bridge_version":
        "The `Bridge-Version` header is missing or not `2025-01-15`.";
    InvalidParameter = BAD_REQUEST "invalid_parameter":
        "A field, a parameter or a header is not what it must be; `property` names it. All of them are listed at once.";
    UnreadableBody = BAD_REQUEST "unreadable_body":
        "The body broke off.";
    CallbackUrlNotWhitelisted = BAD_REQUEST "connect_session.callback_url_not_whitelisted":
        "The domain of `callback_url` is not among those registered for the application.";
    InvalidClientCredentials = UNAUTHORIZED "invalid_client_credentials":
        "`Client-Id` and `Client-Secret` are missing, or not those of an application.";
    InvalidAccessToken = UNAUTHORIZED "invalid_access_token":
        "The bearer token is missing, unknown, over, or of another application: ask for a new one.";
    UserUnauthorized = UNAUTHORIZED "user.authentication.unauthorized":
        "The application has no such user. (404 for applications that are set so.)";
    ForbiddenIp = FORBIDDEN "forbidden_ip":
        "The application may not be used from this address.";
    FeatureNotEnabled = FORBIDDEN "feature_not_enabled":
        "This is not switched on for the application.";
    NotFound = NOT_FOUND "not_found":
        "No such path.";
    UsersNotFound = NOT_FOUND "users.not_found":
        "The application has no such user.";
    ItemsNotFound = NOT_FOUND "items.not_found":
        "The user has no such item.";
    AccountsNotFound = NOT_FOUND "accounts.not_found":
        "The user has no such account.";
    TransactionsNotFound = NOT_FOUND "transactions.not_found":
        "The user has no such transaction.";
    StocksNotFound = NOT_FOUND "stocks.not_found":
        "The user has no such stock.";
    CategoriesNotFound = NOT_FOUND "categories.not_found":
        "There is no such category.";
    ProvidersNotFound = NOT_FOUND "providers.not_found":
        "There is no such provider for this application.";
    MethodNotAllowed = METHOD_NOT_ALLOWED "method_not_allowed":
        "The path has other methods; `Allow` names them.";
    UserExists = CONFLICT "users.creation.already_exists_with_external_user_id":
        "The application has a user with this `external_user_id`.";
    IdempotencyKeyInUse = CONFLICT "idempotency_key_in_use":
        "The first request with this `Idempotency-Key` is still running.";
    PayloadTooLarge = PAYLOAD_TOO_LARGE "payload_too_large":
        "The body is longer than 1 MiB.";
    UnsupportedMediaType = UNSUPPORTED_MEDIA_TYPE "unsupported_media_type":
        "A request with a body must have the content type `application/json`.";
    InvalidJson = UNPROCESSABLE_ENTITY "invalid_json":
        "The body is not a JSON object.";
    IdempotencyKeyReused = UNPROCESSABLE_ENTITY "idempotency_key_reused":
        "This `Idempotency-Key` was used for another request.";
    TooManyRequests = TOO_MANY_REQUESTS "too_many_requests":
        "A limit is reached; `Retry-After` says in how many seconds it is worth another try.";
    InternalError = INTERNAL_SERVER_ERROR "internal_error":
        "Our fault.";
    ServiceUnavailable = SERVICE_UNAVAILABLE "service_unavailable":
        "The database can't be reached for a moment; try again after `Retry-After` seconds.";
}

impl Code {
    /// The code of that name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
