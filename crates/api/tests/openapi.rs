//! The OpenAPI document: the committed copy, and what the router and its answers have of it.

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::Path;

use passerelle_api::openapi;
use passerelle_testkit::World;
use serde_json::{Value, json};

const COMMITTED: &str = "../../docs/openapi.json";

fn document() -> Value {
    serde_json::from_str(openapi::json()).expect("JSON")
}

/// The methods of each path, in capitals, with what the document says of them.
fn operations(document: &Value) -> BTreeMap<String, BTreeMap<String, Value>> {
    let paths = document["paths"].as_object().expect("paths");
    let of_path = |item: &Value| {
        let operations = item.as_object().expect("an item").iter();
        operations.map(|(method, operation)| (method.to_uppercase(), operation.clone())).collect()
    };
    paths.iter().map(|(path, item)| (path.clone(), of_path(item))).collect()
}

/// `INSTA_UPDATE=always` writes it anew.
#[test]
fn the_committed_document_is_the_servers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, openapi::json()).expect("docs/openapi.json can be written");
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == openapi::json(),
        "docs/openapi.json is not what the server says: look at the change, then `INSTA_UPDATE=always cargo test -p passerelle-api`"
    );
}

/// The router's own paths are taken from its `Debug` form: axum tells them nowhere else.
#[tokio::test]
async fn every_route_is_documented_and_the_reverse() {
    let world = World::new().await;
    let shown = format!("{:?}", world.router);
    let paths: BTreeSet<String> =
        shown.split('"').filter(|text| text.starts_with('/')).map(str::to_owned).collect();
    let documented = operations(&document());
    let mut expected: BTreeSet<String> = documented.keys().cloned().collect();
    // The document itself, and what takes all other paths.
    let others = [passerelle_api::DOCUMENT, "/", "/{*__private__axum_fallback}"];
    expected.extend(others.map(str::to_owned));
    assert_eq!(paths, expected);
    for (path, operations) in documented {
        // A method that no path has: the answer names those that there are.
        let path = path.replace("{id}", "1").replace("{uuid}", "1");
        let answer = world.call("PATCH", &path, None, None).await;
        assert_eq!(answer.status.as_u16(), 405, "{path}");
        let allowed = answer.headers["allow"].to_str().expect("text").split(',').map(str::trim);
        let allowed: BTreeSet<&str> = allowed.filter(|method| *method != "HEAD").collect();
        assert_eq!(allowed, operations.keys().map(String::as_str).collect(), "{path}");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str));
                fields.values().for_each(|value| walk(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, found)),
            _ => {}
        }
    }
    let document = document();
    let mut references = BTreeSet::new();
    walk(&document, &mut references);
    assert!(references.len() > 50);
    for reference in references {
        assert!(document.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
}

/// Each operation asks for the credentials that the document says it does.
#[tokio::test]
async fn operations_ask_for_the_documented_credentials() {
    let world = World::new().await;
    for (path, operations) in operations(&document()) {
        for (method, operation) in operations {
            let is_of_user = operation.get("security").is_some();
            let path = path.replace("{id}", "1").replace("{uuid}", "1");
            let answer = world.call(&method, &path, None, None).await;
            let is_refused = answer.body["code"] == json!("invalid_access_token");
            assert_eq!(is_refused, is_of_user, "{method} {path}: {}", answer.body);
            let mut stranger = world.request(&method, &path, None, None);
            stranger.headers_mut().remove("client-secret");
            let answer = World::send(&world.router, stranger).await;
            assert_eq!(answer.body["code"], json!("invalid_client_credentials"), "{method} {path}");
        }
    }
}

/// Every documented field of a body is read: of a wrong kind, it is refused by its name.
#[tokio::test]
async fn bodies_have_the_documented_fields() {
    let world = World::new().await;
    let user = world.user().await;
    let document = document();
    for (path, operations) in operations(&document) {
        for (method, operation) in operations {
            let Some(body) = operation.pointer("/requestBody/content/application~1json/schema") else {
                continue;
            };
            for field in fields(&document, body) {
                let answer = world.call(&method, &path, Some(&user), Some(json!({ &field: {} }))).await;
                let errors = answer.body["errors"].as_array().cloned().unwrap_or_default();
                let named: Vec<&Value> = errors.iter().map(|error| &error["property"]).collect();
                assert!(
                    named.contains(&&json!(field)),
                    "{method} {path} does not refuse {field}: {}",
                    answer.body
                );
            }
        }
    }
}

/// The names of a schema's fields, those of its parts too.
fn fields(document: &Value, schema: &Value) -> BTreeSet<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("references lead somewhere");
        return fields(document, target);
    }
    let own = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
    let parts = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|kind| schema[kind].as_array()).flatten();
    own.chain(parts.flat_map(|part| fields(document, part))).collect()
}
