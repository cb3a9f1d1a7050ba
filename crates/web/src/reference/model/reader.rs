//! Reads the document: what its operations, parameters and schemas say, with what they refer to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use utoipa::openapi::path::{Operation as Documented, Parameter, ParameterIn};
use utoipa::openapi::response::Response;
use utoipa::openapi::schema::{ArrayItems, Components, Object as ObjectSchema, Schema, SchemaType, Type};
use utoipa::openapi::{Content, Ref, RefOr, Required};

use super::{Body, Field, Found, Group, Kind, Object, Operation, Refusal};

/// Reads what refers to components.
pub(super) struct Reader<'a> {
    pub(super) components: &'a Components,
}

/// How references to schemas begin.
const SCHEMAS: &str = "#/components/schemas/";

impl Reader<'_> {
    pub(super) fn operation(&self, found: &Found<'_>, is_said: impl Fn(&Refusal) -> bool) -> Operation {
        let documented = found.operation;
        let parameters = documented.parameters.iter().flatten();
        let own = parameters.filter(|parameter| matches!(parameter, RefOr::T(_)));
        let body = documented.request_body.as_ref().and_then(|body| match body {
            RefOr::T(body) => {
                Some((body.content.get("application/json")?, body.required == Some(Required::True)))
            }
            RefOr::Ref(_) => None,
        });
        let body = body.and_then(|(content, is_required)| {
            let RefOr::T(media) = content else { return None };
            let own = media.schema.as_ref().and_then(|schema| self.resolve(schema)).and_then(own_description);
            let own = own.map(|text| format!("{}.", text.trim_end_matches('.')));
            let optional = (!is_required).then(|| "May be left out.".to_owned());
            self.body("", &own.into_iter().chain(optional).collect::<Vec<_>>().join(" "), content)
        });
        let answers = documented.responses.responses.iter().filter_map(|(status, response)| match response {
            RefOr::T(response) if status.starts_with('2') => Some(self.answer(status, response)),
            _ => None,
        });
        Operation {
            id: documented.operation_id.clone().unwrap_or_default(),
            method: found.method,
            path: found.path.to_owned(),
            summary: documented.summary.clone().unwrap_or_default(),
            about: documented.description.clone().unwrap_or_default(),
            is_for_user: documented.security.is_some(),
            parameters: own.filter_map(|parameter| self.parameter(parameter)).collect(),
            body,
            answers: answers.collect(),
            refusals: self.refusals(documented).into_iter().filter(|refusal| !is_said(refusal)).collect(),
        }
    }

    fn answer(&self, status: &str, response: &Response) -> Body {
        let content = response.content.get("application/json");
        let body = content.and_then(|content| self.body(status, &response.description, content));
        body.unwrap_or_else(|| Body {
            status: status.to_owned(),
            about: response.description.clone(),
            object: String::new(),
            fields: Vec::new(),
            example: String::new(),
        })
    }

    fn body(&self, status: &str, about: &str, content: &RefOr<Content>) -> Option<Body> {
        let RefOr::T(content) = content else { return None };
        let schema = content.schema.as_ref()?;
        let example = content.example.clone().or_else(|| self.example(schema));
        let kind = self.kind(schema);
        // What an answer is stands among the objects; what a request takes stands where it is sent.
        let fields = if status.is_empty() { self.fields(schema) } else { Vec::new() };
        Some(Body {
            status: status.to_owned(),
            about: about.to_owned(),
            object: kind.object.strip_prefix("Page_").unwrap_or(&kind.object).to_owned(),
            fields,
            example: example.map(|example| self.pretty(&example, Some(schema), 0)).unwrap_or_default(),
        })
    }

    pub(super) fn refusals(&self, operation: &Documented) -> BTreeSet<Refusal> {
        let responses = operation.responses.responses.iter();
        let refusals =
            responses.filter(|(status, _)| !status.starts_with('2')).filter_map(|(status, response)| {
                let RefOr::T(response) = response else { return None };
                let RefOr::T(content) = response.content.get("application/json")? else { return None };
                Some(content.examples.keys().map(|code| Refusal {
                    status: status.clone(),
                    code: code.clone(),
                    about: self.meaning(code),
                }))
            });
        refusals.flatten().collect()
    }

    fn meaning(&self, code: &str) -> String {
        match self.components.examples.get(code) {
            Some(RefOr::T(example)) => example.summary.clone(),
            _ => String::new(),
        }
    }

    pub(super) fn error_example(&self) -> String {
        let error = RefOr::Ref(Ref::from_schema_name("Error"));
        match self.components.examples.get("invalid_parameter") {
            Some(RefOr::T(example)) => {
                let value = example.value.clone().unwrap_or_default();
                self.pretty(&value, Some(&error), 0)
            }
            _ => String::new(),
        }
    }

    pub(super) fn parameter(&self, parameter: &RefOr<Parameter>) -> Option<Field> {
        let RefOr::T(parameter) = parameter else { return None };
        let place = match parameter.parameter_in {
            ParameterIn::Path => "path",
            ParameterIn::Header => "header",
            _ => "query",
        };
        Some(Field {
            name: parameter.name.clone(),
            place,
            is_required: parameter.required == Required::True,
            kind: parameter.schema.as_ref().map(|schema| self.kind(schema)).unwrap_or_default(),
            about: parameter.description.clone().unwrap_or_default(),
        })
    }

    /// What answers are made of, and what that is made of, by name.
    pub(super) fn objects(&self, groups: &[Group]) -> Vec<Object> {
        let answers =
            groups.iter().flat_map(|group| &group.operations).flat_map(|operation| &operation.answers);
        let mut open: Vec<String> = answers.map(|answer| answer.object.clone()).collect();
        let mut objects = BTreeMap::new();
        while let Some(name) = open.pop() {
            let Some(schema) = self.components.schemas.get(&name).filter(|_| !objects.contains_key(&name))
            else {
                continue;
            };
            let about = description(schema).unwrap_or_default().to_owned();
            let fields = self.fields(schema);
            open.extend(fields.iter().map(|field| field.kind.object.clone()));
            objects.insert(name.clone(), Object { name, about, fields });
        }
        objects.into_values().collect()
    }

    fn resolve<'a>(&'a self, schema: &'a RefOr<Schema>) -> Option<&'a Schema> {
        match schema {
            RefOr::T(schema) => Some(schema),
            RefOr::Ref(reference) => {
                let name = reference.ref_location.strip_prefix(SCHEMAS)?;
                self.resolve(self.components.schemas.get(name)?)
            }
        }
    }

    /// The properties of a schema and its parts, its own first, each once, with whether it is always required: where there is
    /// a choice of parts, none is.
    fn properties<'a>(&'a self, schema: &'a RefOr<Schema>) -> Vec<(&'a String, &'a RefOr<Schema>, bool)> {
        let own = |object: &'a ObjectSchema| {
            let properties = object.properties.iter();
            properties
                .map(|(name, schema)| (name, schema, object.required.contains(name)))
                .collect::<Vec<_>>()
        };
        let (parts, is_choice) = match self.resolve(schema) {
            Some(Schema::Object(object)) => return own(object),
            Some(Schema::AllOf(all)) => (&all.items, false),
            Some(Schema::OneOf(one)) => (&one.items, true),
            _ => return Vec::new(),
        };
        let (own, others): (Vec<_>, Vec<_>) = parts.iter().partition(|part| matches!(part, RefOr::T(_)));
        let all = own.into_iter().chain(others).flat_map(|part| self.properties(part));
        let mut seen = BTreeSet::new();
        all.filter(|(name, ..)| seen.insert(*name))
            .map(|(name, schema, is_required)| (name, schema, is_required && !is_choice))
            .collect()
    }

    fn fields(&self, schema: &RefOr<Schema>) -> Vec<Field> {
        let fields = self.properties(schema).into_iter().map(|(name, schema, is_required)| Field {
            name: name.clone(),
            place: "",
            is_required,
            kind: self.kind(schema),
            about: description(schema)
                .or_else(|| self.resolve(schema).and_then(own_description))
                .unwrap_or_default()
                .to_owned(),
        });
        fields.collect()
    }

    fn kind(&self, schema: &RefOr<Schema>) -> Kind {
        let referred = match schema {
            RefOr::Ref(reference) => reference.ref_location.strip_prefix(SCHEMAS).unwrap_or_default(),
            RefOr::T(_) => "",
        };
        match self.resolve(schema) {
            Some(Schema::Object(object)) if object.properties.is_empty() => scalar(object),
            Some(Schema::Array(array)) => {
                let ArrayItems::RefOrSchema(items) = &array.items else { return Kind::default() };
                let item = self.kind(items);
                Kind { text: format!("list of {}", item.text), ..item }
            }
            Some(Schema::OneOf(one))
                if referred.is_empty() || referred == "LenientId" || referred == "Moment" =>
            {
                let kinds = one.items.iter().map(|item| self.kind(item)).filter(|kind| !kind.text.is_empty());
                let kinds: Vec<Kind> = kinds.collect();
                let text: Vec<&str> = kinds.iter().map(|kind| kind.text.as_str()).collect();
                let text = text.join(" or ");
                Kind { text, ..kinds.into_iter().next().unwrap_or_default() }
            }
            _ => Kind { text: referred.to_owned(), object: referred.to_owned(), values: Vec::new() },
        }
    }

    fn example(&self, schema: &RefOr<Schema>) -> Option<Value> {
        match self.resolve(schema)? {
            Schema::Object(object) => object.example.clone(),
            Schema::AllOf(all) => all.examples.first().cloned(),
            Schema::OneOf(one) => one.example.clone(),
            _ => None,
        }
    }

    /// JSON with the fields in the order of their schema.
    fn pretty(&self, value: &Value, schema: Option<&RefOr<Schema>>, depth: usize) -> String {
        let (inner, outer) = ("  ".repeat(depth + 1), "  ".repeat(depth));
        let wrap = |open, items: Vec<String>, close| {
            if items.is_empty() {
                return format!("{open}{close}");
            }
            format!("{open}\n{inner}{}\n{outer}{close}", items.join(&format!(",\n{inner}")))
        };
        match value {
            Value::Object(fields) => {
                let properties = schema.map(|schema| self.properties(schema)).unwrap_or_default();
                let place =
                    |name: &str| properties.iter().position(|(own, ..)| *own == name).unwrap_or(usize::MAX);
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by_key(|(name, _)| place(name));
                let line = |(name, value): (&String, &Value)| {
                    let schema =
                        properties.iter().find(|(own, ..)| *own == name).map(|(_, schema, _)| *schema);
                    format!("\"{name}\": {}", self.pretty(value, schema, depth + 1))
                };
                wrap('{', fields.into_iter().map(line).collect(), '}')
            }
            Value::Array(items) => {
                let schema = schema.and_then(|schema| self.resolve(schema)).and_then(|schema| match schema {
                    Schema::Array(array) => match &array.items {
                        ArrayItems::RefOrSchema(items) => Some(&**items),
                        ArrayItems::False => None,
                    },
                    _ => None,
                });
                wrap('[', items.iter().map(|item| self.pretty(item, schema, depth + 1)).collect(), ']')
            }
            other => other.to_string(),
        }
    }
}

/// A text, a number, a truth value.
fn scalar(object: &ObjectSchema) -> Kind {
    let types = match &object.schema_type {
        SchemaType::Type(one) => std::slice::from_ref(one),
        SchemaType::Array(several) => several,
        SchemaType::AnyValue => &[],
    };
    let format = serde_json::to_value(&object.format).ok();
    let format = format.as_ref().and_then(Value::as_str).unwrap_or_default();
    let text = types.iter().map(|of_type| match (of_type, format) {
        (Type::String, "date-time") => "time",
        (Type::String, "date") => "date",
        (Type::String, "uuid") => "UUID",
        (Type::String, "uri") => "URL",
        (Type::String, "email") => "e-mail address",
        (Type::String, _) => "text",
        (Type::Integer, _) => "integer",
        (Type::Number, _) => "number",
        (Type::Boolean, _) => "boolean",
        (Type::Null, _) => "null",
        (Type::Object, _) => "object",
        (Type::Array, _) => "list",
    });
    // In a request, `null` says what leaving the field out says.
    let text: Vec<&str> = text.filter(|text| *text != "null").collect();
    let values = object.enum_values.iter().flatten().map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    Kind { text: text.join(" or "), object: String::new(), values: values.collect() }
}

fn description(schema: &RefOr<Schema>) -> Option<&str> {
    match schema {
        RefOr::Ref(reference) => Some(reference.description.as_str()).filter(|text| !text.is_empty()),
        RefOr::T(schema) => own_description(schema),
    }
}

fn own_description(schema: &Schema) -> Option<&str> {
    match schema {
        Schema::Object(object) => object.description.as_deref(),
        Schema::Array(array) => array.description.as_deref(),
        Schema::AllOf(all) => all.description.as_deref(),
        Schema::OneOf(one) => one.description.as_deref().or_else(|| one.items.first().and_then(description)),
        _ => None,
    }
}
