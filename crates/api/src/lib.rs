//! The JSON API: routes, authentication, wire types, errors.
