//! Looking at a database changes nothing of it, and finds which keys it needs.

use passerelle_domain::WebhookId;
use passerelle_store::keys::KeyError;
use passerelle_store::webhooks::{self, Webhook};
use passerelle_store::{Address, Batch, KeyRing, Store, StoreError, inspection, rewrap};
use passerelle_testkit::Database;

/// A webhook with a secret that is sealed.
async fn add_webhook(database: &Database, store: &Store, id: i64) {
    let application = "INSERT INTO applications (id, client_id, client_secret_digest, name, environment, callback_mode, \
        redirect_domains, unknown_user_is_not_found, created_at) VALUES (1, 'c', '', 'A', 'sandbox', 'documented', '[]', \
        false, $AT) ON CONFLICT DO NOTHING";
    let at = if matches!(database.address, Address::Sqlite(_)) { "0" } else { "now()" };
    database.run(&application.replace("$AT", at)).await;
    let id: WebhookId = id.try_into().expect("an id");
    let url = "https://acme.com/hooks".parse().expect("a URL");
    let webhook = Webhook::new(id, 1.try_into().expect("an id"), url, jiff::Timestamp::UNIX_EPOCH);
    let mut batch = Batch::new();
    webhooks::insert(store, &mut batch, &webhook, "secret");
    store.write(batch).await.expect("written");
}

#[tokio::test]
async fn a_database_that_is_looked_at_stays_as_it_is() {
    let empty = Database::empty();
    if matches!(empty.address, Address::Sqlite(_)) {
        let opened = Store::open_to_read(&empty.address, &empty.options).await;
        assert!(matches!(opened.err(), Some(StoreError::Unavailable(_))));
    }
    let read = KeyRing::read(&empty.address, &empty.options);
    assert!(matches!(read.err(), Some(StoreError::Keys(KeyError::File { .. }))), "none is made");

    let database = Database::new().await;
    let looked_at = Store::open_to_read(&database.address, &database.options).await.expect("a database");
    assert_eq!(inspection::version(&looked_at).await.expect("a version"), Some(inspection::known_version()));
    assert_eq!(inspection::damage(&looked_at).await.expect("looked at"), Vec::<String>::new());
    assert!(!inspection::is_read_only(&looked_at).await.expect("looked at"));
    assert_eq!(inspection::latest_event(&looked_at).await.expect("none"), None);
    let mut batch = Batch::new();
    webhooks::enable(&mut batch, 1.try_into().expect("an id"));
    assert!(matches!(looked_at.write(batch).await, Err(StoreError::Closed)));
    assert!(KeyRing::read(&database.address, &database.options).is_err(), "none is made");
}

#[tokio::test]
async fn keys_that_do_not_open_what_is_sealed_with_them_are_found() {
    let database = Database::new().await;
    let store = database.open().await;
    add_webhook(&database, &store, 1).await;
    store.keys().add().expect("a key");
    add_webhook(&database, &store, 2).await;
    let unopened = async |keys: &KeyRing| rewrap::unopened(&store, keys).await.expect("looked at");
    let whole = KeyRing::read(&database.address, &database.options).expect("the ring");
    assert_eq!(whole.ids(), [1, 2]);
    assert_eq!(unopened(&whole).await, [].into());
    let path = whole.path().to_owned();
    let lines = std::fs::read_to_string(&path).expect("the ring");
    let (first, second) = lines.split_once('\n').expect("two keys");
    // The second key alone; then under the first one's number.
    for (content, missing) in
        [(second.to_owned(), 1), (format!("{first}\n{}", first.replacen('1', "2", 1)), 2)]
    {
        std::fs::write(&path, content).expect("written");
        let other = KeyRing::read(&database.address, &database.options).expect("a ring");
        assert_eq!(unopened(&other).await, [(missing, 1)].into());
    }
}
