//! The Connector trait: how Passerelle talks to a kind of bank.
