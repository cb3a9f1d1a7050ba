//! Limits that two nodes share.

use std::time::Duration;

use jiff::Timestamp;
use passerelle_domain::{ApplicationId, UserId};
use passerelle_store::Store;
use passerelle_store::limits::{self, Limited, Window};
use passerelle_testkit::Database;
use proptest::prelude::*;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_040 + second).expect("a time")
}

fn window(second: i64) -> Window {
    Window::at(at(second), Duration::from_mins(1))
}

fn user(id: i64) -> Limited {
    Limited::User(UserId::try_from(id).expect("an id"))
}

/// Takes blocks until there are none; how large they were.
async fn blocks(store: &Store, limited: Limited, limit: u32) -> Vec<u32> {
    let mut blocks = Vec::new();
    while let Some(block) = limits::take(store, limited, window(0), limit).await.expect("a block") {
        blocks.push(block.permits);
    }
    blocks
}

#[tokio::test]
async fn blocks_shrink_and_add_up_to_the_limit() {
    let database = Database::new().await;
    let store = database.open().await;
    for (limit, expected) in
        [(1, vec![1]), (10, vec![1; 10]), (20, vec![2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])]
    {
        assert_eq!(blocks(&store, user(i64::from(limit)), limit).await, expected, "{limit}");
    }
    let blocks = blocks(&store, user(2000), 2000).await;
    assert_eq!(blocks.iter().sum::<u32>(), 2000);
    assert_eq!(blocks[..3], [250, 218, 191]);
    assert!(blocks.is_sorted_by(|a, b| a >= b) && blocks.len() < 64, "{blocks:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nodes_that_take_at_once_never_take_more() {
    let database = Database::new().await;
    let (one, two) = (database.open().await, database.open().await);
    let tasks: Vec<_> = [&one, &two, &one, &two]
        .into_iter()
        .map(|store| {
            let store = store.clone();
            tokio::spawn(async move { blocks(&store, user(1), 500).await })
        })
        .collect();
    let mut sum = 0;
    for task in tasks {
        sum += task.await.expect("no panic").iter().sum::<u32>();
    }
    assert_eq!(sum, 500);
}

#[tokio::test]
async fn owners_kinds_and_windows_have_permits_of_their_own() {
    let database = Database::new().await;
    let store = database.open().await;
    let id = UserId::try_from(1).expect("an id");
    let all = [
        Limited::Application(ApplicationId::try_from(1).expect("an id")),
        Limited::User(id),
        Limited::Authentications(id),
        user(2),
    ];
    for limited in all {
        assert_eq!(blocks(&store, limited, 3).await, [1, 1, 1]);
    }
    let next = limits::take(&store, user(2), window(60), 3).await.expect("a block");
    assert_eq!(next.map(|block| block.left), Some(2));
    // Windows that are over are forgotten, and only those.
    limits::delete_ended(&store, at(61)).await.expect("deleted");
    assert_eq!(blocks(&store, user(2), 3).await, [1, 1, 1], "forgotten");
    let next = limits::take(&store, user(2), window(60), 3).await.expect("a block");
    assert_eq!(next.map(|block| block.left), Some(1), "kept");
}

proptest! {
    #[test]
    fn windows_lie_side_by_side(second in -1_000_000_000_i64..4_000_000_000, length_ms in 1_u64..1_000_000_000) {
        let now = Timestamp::from_second(second).expect("a time");
        let length = Duration::from_millis(length_ms);
        let window = Window::at(now, length);
        prop_assert!(window.starts_at <= now && now < window.ends_at);
        prop_assert_eq!(Window::at(window.starts_at, length), window);
        prop_assert_eq!(Window::at(window.ends_at, length).starts_at, window.ends_at);
    }
}
