//! The OpenAPI document of the tables as JSON, made from the types that answer.

use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use serde_json::{Map, Value, json};

use super::list::{Document, Listed};
use super::look::Error;
use super::tables::{Deliveries, Devices, Events, Invitations, Recipients, Runs};

/// The document, for `schemas/openapi.json` and `/console/openapi.json`.
pub fn document() -> Value {
    let mut generator = SchemaSettings::draft2020_12()
        .with(|settings| settings.definitions_path = "/components/schemas".into())
        .into_generator();
    let mut paths = Map::new();
    add::<Invitations>(&mut generator, &mut paths);
    add::<Recipients>(&mut generator, &mut paths);
    add::<Devices>(&mut generator, &mut paths);
    add::<Deliveries>(&mut generator, &mut paths);
    add::<Events>(&mut generator, &mut paths);
    add::<Runs>(&mut generator, &mut paths);
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "enroll console",
            "version": "1.0",
            "description": "The tables of the read-only console, with the cookie of a session. Personal data is masked \
                            for viewers, and in full for auditors."
        },
        "paths": paths,
        "components": {
            "schemas": generator.take_definitions(true),
            "securitySchemes": {
                "session": { "type": "apiKey", "in": "cookie", "name": "__Host-enroll-console" }
            }
        },
        "security": [{ "session": [] }]
    })
}

fn add<L: Listed>(generator: &mut SchemaGenerator, paths: &mut Map<String, Value>)
where
    L::View: JsonSchema,
{
    let schema = generator.subschema_for::<Document<L::View>>();
    let text = |name: &str, about: &str| json!({ "name": name, "in": "query", "description": about, "schema": { "type": "string" } });
    let mut parameters: Vec<Value> = L::FILTERS
        .iter()
        .map(|name| text(name, "only rows like this"))
        .collect();
    parameters.push(text("after", "`next` of the document before"));
    parameters.push(
        json!({ "name": "sort", "in": "query", "description": "the other way round",
        "schema": { "type": "string", "enum": ["reversed"] } }),
    );
    parameters.push(
        json!({ "name": "limit", "in": "query", "description": "rows",
        "schema": { "type": "integer", "minimum": 1, "maximum": 1000, "default": 50 } }),
    );
    let answer = json!({ "get": {
        "summary": L::TITLE,
        "operationId": L::NAME,
        "parameters": parameters,
        "responses": {
            "200": { "description": "a part of the table",
                "content": { "application/json": { "schema": schema } } },
            "401": { "description": "log in first" }
        }
    }});
    paths.insert(format!("/console/{}.json", L::NAME), answer);
}

pub(super) async fn show() -> Result<Response, Error> {
    Ok(axum::Json(document()).into_response())
}
