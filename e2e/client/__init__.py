"""A client of Passerelle written from its documentation alone: API, browser without script, webhook receiver."""
