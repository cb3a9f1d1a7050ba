//! Applications: what an integrator owns.

use jiff::Timestamp;
use passerelle_domain::callback::RedirectDomain;
use passerelle_domain::{Application, ApplicationId, CallbackMode, EmailValidation, Environment};

use crate::{Batch, Row, Rows, Store, StoreError, params};

const COLUMNS: &str = "id, client_id, name, environment, callback_mode, redirect_domains, \
     unknown_user_is_not_found, logo_hash, accent_colour, highlighted_providers, created_at, email_validation, \
     features, allowed_networks";

fn read(row: &dyn Row) -> Result<Application, StoreError> {
    Ok(Application {
        id: row.get(0)?,
        client_id: row.get(1)?,
        name: row.get(2)?,
        environment: row.named(3, Environment::from_name)?,
        callback_mode: row.named(4, CallbackMode::from_name)?,
        redirect_domains: row.json::<Vec<RedirectDomain>>(5)?,
        unknown_user_is_not_found: row.get(6)?,
        logo_hash: row.get(7)?,
        accent_colour: if row.is_null(8)? { None } else { Some(row.parsed(8)?) },
        highlighted_providers: row.json(9)?,
        created_at: row.get(10)?,
        email_validation: row.named(11, EmailValidation::from_name)?,
        features: row.json(12)?,
        allowed_networks: row.json(13)?,
    })
}

/// A picture as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Its media type.
    pub media_type: String,
    /// The file.
    pub content: Vec<u8>,
}

/// Adds an application; its secret is kept as a digest only.
pub fn insert(batch: &mut Batch, application: &Application, secret_digest: [u8; 32], logo: Option<&Logo>) {
    batch.push(
        "INSERT INTO applications (id, client_id, client_secret_digest, name, environment, callback_mode, \
         redirect_domains, unknown_user_is_not_found, logo_type, logo, logo_hash, accent_colour, \
         highlighted_providers, created_at, email_validation, features, allowed_networks) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        params![
            application.id,
            application.client_id.as_str(),
            secret_digest,
            application.name.as_str(),
            application.environment.name(),
            application.callback_mode.name(),
            crate::Value::json(&application.redirect_domains),
            application.unknown_user_is_not_found,
            logo.map(|logo| logo.media_type.as_str()),
            logo.map(|logo| logo.content.clone()),
            application.logo_hash.as_deref(),
            application.accent_colour.map(String::from),
            crate::Value::json(&application.highlighted_providers),
            application.created_at,
            application.email_validation.name(),
            crate::Value::json(&application.features),
            crate::Value::json(&application.allowed_networks),
        ],
        Rows::One,
    );
}

/// Saves the settings of an application.
pub fn update(batch: &mut Batch, application: &Application) {
    batch.push(
        "UPDATE applications SET name = $2, callback_mode = $3, redirect_domains = $4, \
         unknown_user_is_not_found = $5, accent_colour = $6, highlighted_providers = $7, email_validation = $8, \
         features = $9, allowed_networks = $10 WHERE id = $1",
        params![
            application.id,
            application.name.as_str(),
            application.callback_mode.name(),
            crate::Value::json(&application.redirect_domains),
            application.unknown_user_is_not_found,
            application.accent_colour.map(String::from),
            crate::Value::json(&application.highlighted_providers),
            application.email_validation.name(),
            crate::Value::json(&application.features),
            crate::Value::json(&application.allowed_networks),
        ],
        Rows::One,
    );
}

/// Replaces an application's logo; the hash names the file towards browsers.
pub fn set_logo(batch: &mut Batch, id: ApplicationId, logo: &Logo, hash: &str) {
    batch.push(
        "UPDATE applications SET logo_type = $2, logo = $3, logo_hash = $4 WHERE id = $1",
        params![id, logo.media_type.as_str(), logo.content.clone(), hash],
        Rows::One,
    );
}

/// Gives an application a new secret, kept as a digest only. The one before is good until then, or for nothing any more;
/// one before that is forgotten.
pub fn renew_secret(
    batch: &mut Batch,
    id: ApplicationId,
    secret_digest: [u8; 32],
    former_until: Option<Timestamp>,
) {
    batch.push(
        "UPDATE applications SET former_secret_digest = client_secret_digest, former_secret_until = $3, \
         client_secret_digest = $2 WHERE id = $1",
        params![id, secret_digest, former_until],
        Rows::One,
    );
}

/// Digests of the secrets by which an application is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Secrets {
    /// Of its secret.
    pub current: [u8; 32],
    /// Of the one before, and until when it is good.
    pub former: Option<([u8; 32], Timestamp)>,
}

/// An application with the digests of its secrets, by its client id.
pub async fn by_client_id(
    store: &Store,
    client_id: &str,
) -> Result<Option<(Application, Secrets)>, StoreError> {
    let sql = format!(
        "SELECT {COLUMNS}, client_secret_digest, former_secret_digest, former_secret_until FROM applications \
         WHERE client_id = $1"
    );
    let read = |row: &dyn Row| {
        let former = row.get::<Option<[u8; 32]>>(15)?.zip(row.get(16)?);
        Ok((read(row)?, Secrets { current: row.get(14)?, former }))
    };
    store.row(sql, params![client_id], read).await
}

/// An application by its id.
pub async fn by_id(store: &Store, id: ApplicationId) -> Result<Option<Application>, StoreError> {
    store.row(format!("SELECT {COLUMNS} FROM applications WHERE id = $1"), params![id], read).await
}

/// All applications.
pub async fn all(store: &Store) -> Result<Vec<Application>, StoreError> {
    store.rows(format!("SELECT {COLUMNS} FROM applications ORDER BY id"), params![], read).await
}

/// A logo by its hash.
pub async fn logo(store: &Store, hash: &str) -> Result<Option<Logo>, StoreError> {
    let sql = "SELECT logo_type, logo FROM applications WHERE logo_hash = $1 LIMIT 1";
    store.row(sql, params![hash], |row| Ok(Logo { media_type: row.get(0)?, content: row.get(1)? })).await
}
