//! TLS to the server: its certificate must be signed by the authorities of a file, or by the system's.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// What connects over TLS where the URL's `sslmode` asks for it or the server offers it.
pub(super) type Connector = MakeRustlsConnect;

/// A connection under it.
pub(super) type Stream = <Connector as tokio_postgres::tls::MakeTlsConnect<tokio_postgres::Socket>>::Stream;

/// A connector that trusts the authorities of a PEM file, or without one the system's; nobody, where connections are never
/// over TLS: to read all authorities of a system takes longer than a short command does.
pub(super) fn connector(ssl_mode: SslMode, ca_file: Option<&Path>) -> Result<Connector, StoreError> {
    let mut roots = RootCertStore::empty();
    match ca_file {
        Some(path) => {
            let failed = |error: Box<dyn std::error::Error + Send + Sync>| StoreError::Authorities(error);
            let certificates = CertificateDer::pem_file_iter(path).map_err(|error| failed(error.into()))?;
            for certificate in certificates {
                let certificate = certificate.map_err(|error| failed(error.into()))?;
                roots.add(certificate).map_err(|error| failed(error.into()))?;
            }
            if roots.is_empty() {
                return Err(failed(format!("{} holds no certificate", path.display()).into()));
            }
        }
        None if ssl_mode == SslMode::Disable => {}
        None => {
            // One that can't be read makes connections fail that need it, and says so then.
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider speaks the versions that are default")
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
