//! What people-facing pages share: templates, forms, CSRF, cookies, languages, security headers.
