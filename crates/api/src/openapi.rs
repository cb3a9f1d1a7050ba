//! The OpenAPI document (version 3.1): made of what the handlers say of themselves, and of what all operations have in
//! common, which is said here once.
//!
//! In a handler's `responses` the description of an error names its codes; their meanings and examples are filled in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::http::StatusCode;
use serde_json::{Value, json};
use utoipa::OpenApi;
use utoipa::openapi::example::ExampleBuilder;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::schema::{
    AllOfBuilder, ArrayBuilder, Components, KnownFormat, Schema, SchemaFormat, Type,
};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, HttpMethod, ObjectBuilder, PathItem, Ref, RefOr, Required};

use crate::auth::VERSION;
use crate::code::Code;
use crate::error;
use crate::routes;

/// What the document says of the API as a whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Passerelle",
        version = "2025-01-15",
        description = "Bank accounts of your users, over Bridge's API v3 (version `2025-01-15`). An application calls it from its backend \
            with its two credentials, and for a user with a token too. Times are ISO 8601 in UTC; amounts are numbers of \
            currency units; what has no value is left out. Unknown parameters and fields are ignored.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    servers((url = "/", description = "This server")),
    security(("clientIdAuth" = [], "clientSecretAuth" = [])),
    components(schemas(error::Body, error::Problem, crate::query::Moment)),
    tags(
        (name = "Users", description = "The application's users, and tokens to act for them."),
        (name = "Connect", description = "Sessions in which a user connects a bank, or repairs a connection."),
        (name = "Items", description = "Connections of a user to banks."),
        (name = "Accounts", description = "Accounts of a user, over all items."),
        (name = "Transactions", description = "What happened on the accounts."),
        (name = "Stocks", description = "What securities accounts hold."),
        (name = "Categories", description = "What transactions are for."),
        (name = "Providers", description = "The banks that can be connected."),
        (name = "Extensions", description = "Not of Bridge's API: they exist with Passerelle only, all below `/passerelle/v1`."),
    ),
)]
struct Document;

/// The document.
pub fn document() -> &'static utoipa::openapi::OpenApi {
    static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| {
        let mut document = Document::openapi();
        document.merge(routes::router().into_openapi());
        complete(&mut document);
        document
    });
    &DOCUMENT
}

/// The document as it is served and committed.
pub fn json() -> &'static str {
    static JSON: LazyLock<String> = LazyLock::new(|| {
        let json = document().to_pretty_json().expect("a document always serialises");
        json + "\n"
    });
    &JSON
}

fn complete(document: &mut utoipa::openapi::OpenApi) {
    let components = document.components.get_or_insert_default();
    complete_components(components);
    for item in document.paths.paths.values_mut() {
        for (method, operation) in operations_mut(item) {
            add_parameters(operation, &method);
            if let Some(RefOr::T(body)) = &mut operation.request_body {
                let is_optional = unwrap_optional(body);
                body.required = Some(if is_optional { Required::False } else { Required::True });
            }
            add_errors(operation, &method);
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response {
                    describe(status, response, &method, &components.schemas);
                }
            }
        }
    }
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = (HttpMethod, &mut Operation)> {
    let PathItem { get, post, delete, .. } = item;
    let found = [(HttpMethod::Get, get), (HttpMethod::Post, post), (HttpMethod::Delete, delete)];
    found
        .into_iter()
        .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

fn complete_components(components: &mut Components) {
    let key = |name: &str, about: &str| {
        SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, about)))
    };
    let about = "A token of `POST /v3/aggregation/authorization/token`, beside the application's credentials";
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(about)).build();
    let schemes = [
        ("clientIdAuth", key("Client-Id", "The application's id")),
        ("clientSecretAuth", key("Client-Secret", "The application's secret")),
        ("userTokenBearerAuth", SecurityScheme::Http(bearer)),
    ];
    components.security_schemes.extend(schemes.map(|(name, scheme)| (name.to_owned(), scheme.into())));
    components.parameters.extend(parameters().map(|parameter| (parameter.name.clone(), parameter.into())));
    components.headers.extend(headers().map(|(name, header)| (name.to_owned(), header.into())));
    components.examples.extend(Code::ALL.iter().map(|code| {
        let example = ExampleBuilder::new().summary(code.meaning()).value(Some(error::example(*code)));
        (code.name().to_owned(), example.build().into())
    }));
    // What is on a page is said once, and not in each page.
    for (name, schema) in &mut components.schemas {
        if let (Some(of), RefOr::T(Schema::Object(page))) = (name.strip_prefix(PAGE), schema) {
            let resources = ArrayBuilder::new().items(Ref::from_schema_name(of));
            page.properties.insert("resources".to_owned(), resources.into());
        }
    }
}

/// How the names of pages of something begin.
const PAGE: &str = "Page_";

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn uuid() -> ObjectBuilder {
    text().format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
}

/// Headers of requests.
fn parameters() -> [Parameter; 4] {
    let header = |name, required, about, schema: ObjectBuilder| {
        let header = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header).required(required);
        header.description(Some(about)).schema(Some(schema)).build()
    };
    let key = text().min_length(Some(1)).max_length(Some(255)).pattern(Some("^[ -~]+$"));
    [
        header(
            "Bridge-Version",
            Required::True,
            "The version of the API",
            text().enum_values(Some([VERSION])),
        ),
        header(
            "X-Request-Id",
            Required::False,
            "Names the request in the answer and in the server's log: a UUID. Without one the server makes one up",
            text(),
        ),
        header(
            "traceparent",
            Required::False,
            "The trace that the request is of (W3C Trace Context); what is none is ignored",
            text(),
        ),
        header(
            "Idempotency-Key",
            Required::False,
            "Makes the request happen once: repeated within 24 hours with the same key, it is answered as the first time",
            key,
        ),
    ]
}

/// Headers of answers.
fn headers() -> [(&'static str, Header); 5] {
    let header = |about: &str, schema: ObjectBuilder| {
        HeaderBuilder::new().description(Some(about)).schema(Some(schema)).build()
    };
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    [
        ("X-Request-Id", header("What names the request", uuid())),
        ("RateLimit", header("Where the limits stand that the request used", text())),
        ("RateLimit-Policy", header("What these limits are", text())),
        ("Retry-After", header("In how many seconds it is worth another try", seconds)),
        ("Idempotent-Replayed", header("The answer is an earlier one", text().enum_values(Some(["true"])))),
    ]
}

fn add_parameters(operation: &mut Operation, method: &HttpMethod) {
    let takes_key = *method == HttpMethod::Post;
    let common = ["Bridge-Version", "X-Request-Id", "traceparent"]
        .into_iter()
        .chain(takes_key.then_some("Idempotency-Key"));
    let references = common.map(|name| RefOr::Ref(Ref::new(format!("#/components/parameters/{name}"))));
    let parameters = operation.parameters.get_or_insert_default();
    // Whoever asks for an integer beyond 64 bits is told that there is nothing.
    for parameter in parameters.iter_mut() {
        if let RefOr::T(Parameter { parameter_in: ParameterIn::Query, schema: Some(schema), .. }) = parameter
            && let RefOr::T(Schema::Object(object)) = schema
            && object.schema_type == Type::Integer.into()
        {
            object.format = None;
        }
    }
    parameters.extend(references);
}

/// A body that may be left out is not one that may be `null`.
fn unwrap_optional(body: &mut RequestBody) -> bool {
    for content in body.content.values_mut() {
        if let RefOr::T(content) = content
            && let Some(RefOr::T(Schema::OneOf(either))) = &content.schema
        {
            content.schema = either.items.first().cloned();
            return true;
        }
    }
    false
}

/// The codes of an operation's errors, by status: those that come of what it has, and its own.
fn add_errors(operation: &mut Operation, method: &HttpMethod) {
    let of_all = [
        Code::InvalidBridgeVersion,
        Code::UnreadableBody,
        Code::InvalidClientCredentials,
        Code::ForbiddenIp,
        Code::PayloadTooLarge,
        Code::TooManyRequests,
        Code::InternalError,
        Code::ServiceUnavailable,
    ];
    let of_user = [Code::InvalidAccessToken];
    let of_body = [Code::UnsupportedMediaType, Code::InvalidJson];
    let of_key = [Code::InvalidParameter, Code::IdempotencyKeyInUse, Code::IdempotencyKeyReused];
    let inherited = [
        (true, &of_all[..]),
        (operation.security.is_some(), &of_user),
        (operation.request_body.is_some(), &of_body),
        (*method == HttpMethod::Post, &of_key),
    ];
    let mut codes: BTreeMap<StatusCode, Vec<Code>> = BTreeMap::new();
    for code in inherited.into_iter().filter(|(has, _)| *has).flat_map(|(_, codes)| codes) {
        codes.entry(code.status()).or_default().push(*code);
    }
    for (status, response) in &operation.responses.responses {
        let status: StatusCode = status.parse().expect("responses have statuses");
        if let RefOr::T(response) = response
            && status.is_client_error()
        {
            let of_status = codes.entry(status).or_default();
            for name in response.description.split(", ") {
                let code = Code::from_name(name).unwrap_or_else(|| panic!("there is no code `{name}`"));
                if !of_status.contains(&code) {
                    of_status.push(code);
                }
            }
        }
    }
    for (status, codes) in codes {
        operation.responses.responses.insert(status.as_str().to_owned(), refusal(&codes).into());
    }
}

/// An error's answer: its shape, and which codes it may have.
fn refusal(codes: &[Code]) -> Response {
    let names = codes.iter().map(|code| code.name());
    let code = ObjectBuilder::new().property("code", text().enum_values(Some(names)));
    let error = AllOfBuilder::new().item(Ref::from_schema_name("Error")).item(code);
    let mut content = ContentBuilder::new().schema(Some(error)).build();
    for code in codes.iter().map(|code| code.name()) {
        let example = Ref::new(format!("#/components/examples/{code}"));
        content.examples.insert(code.to_owned(), RefOr::Ref(example));
    }
    let about: Vec<String> =
        codes.iter().map(|code| format!("`{}`: {}", code.name(), code.meaning())).collect();
    ResponseBuilder::new().description(about.join("\n\n")).content("application/json", content).build()
}

/// Headers, description and example of an answer.
fn describe(
    status: &str,
    response: &mut Response,
    method: &HttpMethod,
    schemas: &BTreeMap<String, RefOr<Schema>>,
) {
    let is_limited = !matches!(status, "400" | "401" | "413");
    let is_tried_again = matches!(status, "429" | "503");
    let is_kept = *method == HttpMethod::Post && !matches!(status, "401" | "413" | "429" | "500" | "503");
    let headers = [
        ("X-Request-Id", true),
        ("RateLimit", is_limited),
        ("RateLimit-Policy", is_limited),
        ("Retry-After", is_tried_again),
        ("Idempotent-Replayed", is_kept),
    ];
    for (name, _) in headers.into_iter().filter(|(_, is_there)| *is_there) {
        let reference = Ref::new(format!("#/components/headers/{name}"));
        response.headers.insert(name.to_owned(), RefOr::Ref(reference));
    }
    for content in response.content.values_mut() {
        if let RefOr::T(content) = content
            && let Some(RefOr::Ref(reference)) = &content.schema
        {
            let name = reference.ref_location.rsplit('/').next().unwrap_or_default();
            content.example = example(schemas, name);
            response.description = about(schemas, name);
        }
    }
}

/// The example of a component; that of a page is made of the one of its resources.
fn example(schemas: &BTreeMap<String, RefOr<Schema>>, name: &str) -> Option<Value> {
    if let Some(of) = name.strip_prefix(PAGE) {
        return Some(json!({ "resources": [example(schemas, of)?], "pagination": { "next_uri": null } }));
    }
    let schema = serde_json::to_value(schemas.get(name)?).ok()?;
    schema.get("example").cloned()
}

fn about(schemas: &BTreeMap<String, RefOr<Schema>>, name: &str) -> String {
    let schema = schemas.get(name).and_then(|schema| serde_json::to_value(schema).ok());
    let about = schema.as_ref().and_then(|schema| schema["description"].as_str());
    about.unwrap_or(name).to_owned()
}
