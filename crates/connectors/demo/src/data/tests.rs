use std::collections::{BTreeMap, BTreeSet};

use super::*;

const KEYS: [&str; 12] = ["c1", "c2", "c3", "c4", "d1", "d2", "s1", "t1", "t2", "t3", "l1", "l2"];

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn days(from: &str, count: i32) -> impl Iterator<Item = Date> {
    let from = date(from);
    (0..count).map(move |days| calendar::plus(from, days))
}

#[test]
fn there_are_twelve_accounts() {
    let today = date("2026-11-24");
    assert_eq!(accounts(today, AccountTypes::All).len(), 12);
    assert_eq!(accounts(today, AccountTypes::Payment).len(), 6);
}

#[test]
fn keys_are_unique_and_dates_are_one_of_the_three() {
    let today = date("2026-11-24");
    for key in KEYS {
        let mut seen = BTreeSet::new();
        for operation in operations(key, today, None) {
            let dates = [operation.booking_date, operation.transaction_date, operation.value_date];
            assert!(dates.contains(&Some(operation.date)), "{operation:?}");
            assert_eq!(operation.is_future, operation.booking_date.is_none(), "{operation:?}");
            assert_ne!(operation.clean_description, operation.provider_description);
            assert!(operation.amount_minor != 0, "{operation:?}");
            assert!(seen.insert(operation.key.clone()), "{}", operation.key);
        }
        assert!(!seen.is_empty(), "{key}");
    }
}

/// A day adds operations, books pending ones under their key, and moves the balance by what it booked.
#[test]
fn days_only_add_and_balances_reconcile() {
    for key in ["c1", "c2", "c3", "c4", "d1", "d2", "s1", "l1", "l2"] {
        let row = ACCOUNTS.iter().find(|row| row.0 == key).expect("a key");
        for today in days("2025-12-20", 50) {
            let tomorrow = calendar::plus(today, 1);
            let since = Some(calendar::plus(today, -60));
            let list = |today| -> BTreeMap<String, BankOperation> {
                operations(key, today, since)
                    .into_iter()
                    .map(|operation| (operation.key.clone(), operation))
                    .collect()
            };
            let (before, after) = (list(today), list(tomorrow));
            for (key, operation) in &before {
                let later = &after[key];
                assert_eq!(later.amount_minor, operation.amount_minor);
                assert!(operation.is_future || later == operation, "{later:?}");
            }
            let booked = |list: &BTreeMap<String, BankOperation>| -> i64 {
                list.values()
                    .filter(|operation| !operation.is_future)
                    .map(|operation| operation.amount_minor)
                    .sum()
            };
            let pending = |list: &BTreeMap<String, BankOperation>| -> i64 {
                list.values()
                    .filter(|operation| operation.is_future)
                    .map(|operation| operation.amount_minor)
                    .sum()
            };
            let (a, b) = (account(row, today), account(row, tomorrow));
            let moved = b.accounting_balance_minor.expect("one") - a.accounting_balance_minor.expect("one");
            assert_eq!(moved, booked(&after) - booked(&before), "{key} {today}");
            if let Some(instant) = a.instant_balance_minor {
                assert_eq!(
                    instant - a.accounting_balance_minor.expect("one"),
                    pending(&before),
                    "{key} {today}"
                );
            }
        }
    }
}

#[test]
fn the_main_account_always_has_something_pending_and_something_announced() {
    for today in days("2026-01-01", 120) {
        let future =
            || operations("c1", today, Some(calendar::plus(today, -7))).into_iter().filter(|it| it.is_future);
        assert!(future().any(|it| it.transaction_date.is_some()), "{today}");
        assert!(future().any(|it| it.transaction_date.is_none()), "{today}");
    }
}

/// The total is the balance to the cent, prices move with each trading day and rest on others, and stay near where they
/// were.
#[test]
fn positions_are_worth_the_balance() {
    let mut keys = BTreeSet::new();
    for (key, index, least) in [("t1", 7, 1_500_000), ("t2", 8, 2_000_000), ("t3", 9, 400_000)] {
        for today in days("2025-11-24", 400) {
            let held = positions(key, today);
            let total: i64 = held.iter().map(|position| position.total_value_minor).sum();
            assert_eq!(account(&ACCOUNTS[index], today).accounting_balance_minor, Some(total), "{today}");
            assert!(total > least && total < 2 * least, "{key} {today}: {total}");
            let tomorrow = positions(key, calendar::plus(today, 1));
            let does_trade = calendar::is_working_day(calendar::plus(today, 1));
            assert_eq!(held != tomorrow, does_trade, "{key} {today}");
            for position in held {
                let exact = i128::from(position.current_price.0) * i128::from(position.quantity.0);
                let cents = i128::from(position.total_value_minor) * 10_000_000_000;
                assert!((exact - cents).abs() * 2 <= 10_000_000_000, "{position:?}");
                assert_eq!(position.ticker.len(), 4);
                keys.insert((key, position.key, position.isin.to_string()));
            }
        }
    }
    assert_eq!(keys.len(), 10);
    for key in KEYS.into_iter().filter(|key| !key.starts_with('t')) {
        assert_eq!(positions(key, date("2026-11-24")), [], "{key}");
    }
}

#[test]
fn balances_stay_plausible() {
    for (index, low, high) in
        [(0, 0, 500_000), (1, 0, 300_000), (2, 0, 300_000), (3, 0, 100_000), (6, 800_000, 1_300_000)]
    {
        let balances = days("2024-11-24", 730).step_by(3).map(|today| account(&ACCOUNTS[index], today));
        let minor: Vec<i64> = balances.filter_map(|it| it.accounting_balance_minor).collect();
        let (least, most) = (*minor.iter().min().expect("some"), *minor.iter().max().expect("some"));
        assert!(least > low && most < high, "{}: {least} to {most}", ACCOUNTS[index].0);
    }
}

#[test]
fn loans_add_up() {
    for (loan, key, end) in [(&loan::MORTGAGE, 10, "2039-02-25"), (&loan::CAR, 11, "2029-08-25")] {
        for today in days("2023-09-01", 2600).step_by(13) {
            let details = account(&ACCOUNTS[key], today).loan_details.expect("a loan");
            assert_eq!(details.borrowed_minor, details.repaid_minor + details.remaining_minor);
            assert!(details.next_payment_date > today && details.remaining_minor > 0, "{today} {details:?}");
        }
        // The last instalment settles what rounding left: less than two euros apart from the others.
        let (first, last) = (loan.details(date("2026-11-24")), loan.details(date(end)));
        assert!((first.next_payment_minor - last.next_payment_minor).abs() < 200, "{first:?} {last:?}");
    }
}

#[test]
fn ibans_are_valid_and_known() {
    assert_eq!(iban(10_421_574).as_str().len(), 27);
    assert_eq!(
        accounts(date("2026-11-24"), AccountTypes::All).iter().filter(|it| it.iban.is_some()).count(),
        5
    );
}

#[test]
fn the_foreign_payment_of_the_documentation_is_there() {
    let today = date("2026-11-24");
    let found =
        operations("c1", today, None).into_iter().find(|it| it.key == "c1-2025-11-09-30").expect("it");
    assert_eq!(found.amount_minor, -692);
    assert_eq!(found.provider_description, "CB MARJANE M.M G 09/11/25 73.6 MAD COURS 0.09402");
}

/// Children of spec/openapi-notes.md 10 that the tables may use.
#[test]
fn categories_are_known() {
    let known = [
        3, 80, 230, 231, 232, 233, 271, 279, 282, 283, 289, 314, 327, 441_893, 441_894, 206, 207, 208, 209,
        302, 1, 276, 278, 294, 308, 324, 216, 217, 218, 220, 221, 222, 246, 293, 323, 328, 183, 184, 186,
        243, 262, 272, 318, 319, 236, 245, 261, 268, 322, 325, 79, 89, 191, 192, 194, 195, 306, 84, 87, 196,
        197, 198, 247, 251, 264, 288, 309, 237, 238, 239, 240, 266, 267, 83, 188, 260, 273, 313, 223, 224,
        226, 227, 242, 244, 249, 263, 269, 310, 320, 180, 219, 258, 277, 280, 78, 85, 88, 326, 235, 248, 316,
        317, 321,
    ];
    for operation in KEYS.iter().flat_map(|key| operations(key, date("2026-11-24"), None)) {
        assert!(known.contains(&operation.category_id), "{operation:?}");
    }
}
