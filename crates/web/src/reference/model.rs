//! What the page shows, taken out of the document.

mod reader;

use std::collections::BTreeSet;

use serde::Serialize;
use utoipa::openapi::path::Operation as Documented;
use utoipa::openapi::{OpenApi, PathItem};

use reader::Reader;

/// The page.
#[derive(Serialize)]
pub(super) struct Reference {
    version: String,
    about: String,
    groups: Vec<Group>,
    objects: Vec<Object>,
    /// Headers that any operation takes, with `Idempotency-Key`, which those of `POST` take.
    headers: Vec<Field>,
    /// What any operation can be refused with; any for a user; any `POST`.
    errors: [Vec<Refusal>; 3],
    error_example: String,
}

/// The operations of one tag.
#[derive(Serialize)]
struct Group {
    name: String,
    about: String,
    operations: Vec<Operation>,
}

#[derive(Serialize)]
struct Operation {
    id: String,
    method: &'static str,
    path: String,
    summary: String,
    about: String,
    is_for_user: bool,
    parameters: Vec<Field>,
    body: Option<Body>,
    answers: Vec<Body>,
    /// Those that not all operations of its kind have.
    refusals: Vec<Refusal>,
}

/// A request's body, or an answer.
#[derive(Serialize)]
struct Body {
    status: String,
    about: String,
    /// The object's name; empty where there is none.
    object: String,
    fields: Vec<Field>,
    example: String,
}

#[derive(Serialize, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Refusal {
    status: String,
    code: String,
    about: String,
}

#[derive(Serialize)]
struct Object {
    name: String,
    about: String,
    fields: Vec<Field>,
}

/// A field or a parameter.
#[derive(Serialize)]
struct Field {
    name: String,
    /// Where a parameter stands; empty for a field.
    place: &'static str,
    is_required: bool,
    kind: Kind,
    about: String,
}

/// What a value is.
#[derive(Serialize, Default)]
struct Kind {
    text: String,
    /// The object that it is, or has; empty for none.
    object: String,
    /// The values that it can have, if they are few enough to be named.
    values: Vec<String>,
}

impl Reference {
    pub(super) fn new(document: &OpenApi) -> Self {
        let components = document.components.clone().unwrap_or_default();
        let reader = Reader { components: &components };
        let all: Vec<Found<'_>> = document.paths.paths.iter().flat_map(found).collect();
        let common = |is_in: fn(&Found<'_>) -> bool| {
            let mut each =
                all.iter().filter(|found| is_in(found)).map(|found| reader.refusals(found.operation));
            let first = each.next().unwrap_or_default();
            each.fold(first, |common, of_one| common.intersection(&of_one).cloned().collect())
        };
        let of_all = common(|_| true);
        let of_user = common(|found| found.operation.security.is_some());
        let of_post = common(|found| found.method == "POST");
        let operation = |found: &Found<'_>| {
            let is_for_user = found.operation.security.is_some();
            let is_said = |refusal: &Refusal| {
                of_all.contains(refusal)
                    || (is_for_user && of_user.contains(refusal))
                    || (found.method == "POST" && of_post.contains(refusal))
            };
            reader.operation(found, is_said)
        };
        let groups: Vec<Group> = document
            .tags
            .iter()
            .flatten()
            .map(|tag| Group {
                name: tag.name.clone(),
                about: tag.description.clone().unwrap_or_default(),
                operations: all.iter().filter(|found| found.is_of(&tag.name)).map(operation).collect(),
            })
            .collect();
        let but_all = |some: &BTreeSet<Refusal>| some.difference(&of_all).cloned().collect();
        Self {
            version: document.info.version.clone(),
            about: document.info.description.clone().unwrap_or_default(),
            objects: reader.objects(&groups),
            groups,
            headers: components.parameters.values().filter_map(|header| reader.parameter(header)).collect(),
            errors: [of_all.iter().cloned().collect(), but_all(&of_user), but_all(&of_post)],
            error_example: reader.error_example(),
        }
    }
}

/// An operation and where it is.
struct Found<'a> {
    method: &'static str,
    path: &'a str,
    operation: &'a Documented,
}

impl Found<'_> {
    fn is_of(&self, tag: &str) -> bool {
        self.operation.tags.iter().flatten().any(|own| own == tag)
    }
}

fn found<'a>((path, item): (&'a String, &'a PathItem)) -> impl Iterator<Item = Found<'a>> {
    let of_item = [("GET", &item.get), ("POST", &item.post), ("DELETE", &item.delete)];
    let present =
        of_item.into_iter().filter_map(|(method, found)| found.as_ref().map(|found| (method, found)));
    present.map(move |(method, operation)| Found { method, path, operation })
}
