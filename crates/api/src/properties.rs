//! What holds of any bytes that clients send; for the fuzzer and the tests of `fuzz/`. Each function panics if a property
//! does not hold.

use jiff::civil::Date;
use passerelle_domain::{ItemId, TransactionId};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::body::{Fields, Id};
use crate::pagination::{PageRequest, encode};
use crate::query::Query;

/// A cursor of the kind that lists of transactions have.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Place {
    Date(Date, TransactionId),
    Change(i64, TransactionId),
}

/// A query string of a list: a cursor in it is one of ours; the next page is asked for with the same filters, and read as
/// it was meant.
pub fn cursor(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let query = Query::parse("/v3/aggregation/transactions", text);
    follow::<Place>(&query, text);
    follow::<ItemId>(&query, text);
    follow::<i64>(&query, text);
}

fn follow<C: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(query: &Query, text: &str) {
    let Ok(request) = PageRequest::<C>::read(query) else { return };
    assert!((1..=500).contains(&request.limit), "{text}");
    let Some(after) = request.after else { return };
    let cursor = encode(&after);
    assert!(
        cursor.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'),
        "{text}"
    );
    let uri = query.with_cursor(&cursor);
    // What is escaped takes three bytes, and a byte that is no text becomes a character of three.
    assert!(uri.len() <= 9 * text.len() + 300, "{text}: {uri}");
    let (path, next) = uri.split_once('?').expect("a cursor is in the query");
    let next = Query::parse(path, next);
    assert_eq!(next.path, query.path);
    let again = PageRequest::<C>::read(&next);
    let again = again.unwrap_or_else(|error| panic!("{text}: {uri} is refused: {error:?}"));
    assert_eq!((again.limit, again.after.as_ref()), (request.limit, Some(&after)), "{text}");
    assert_eq!(next.with_cursor(&cursor), uri, "{text}: a page's end is the same seen from the next page");
    for name in ["account_id", "since", "min_date", "max_date", "country_code", ""] {
        assert_eq!(next.value(name), query.value(name), "{text}: {name}");
        assert_eq!(next.values(name), query.values(name), "{text}: {name}");
    }
}

/// A body: it is an object or refused; its fields are what another reader of JSON takes them for, and a refusal repeats
/// nothing of what was sent.
pub fn json(data: &[u8]) {
    let known = serde_json::from_slice::<Value>(data).ok();
    let mut fields = match (Fields::parse(data), &known) {
        (Ok(fields), Some(Value::Object(_))) => fields,
        (Ok(fields), None) if data.is_empty() => fields,
        (Err(refused), Some(Value::Object(_))) => panic!("an object is refused: {refused:?}"),
        (Ok(_), _) => panic!("what is no object was taken"),
        (Err(refused), _) => {
            assert!(format!("{refused:?}").len() < 500, "{refused:?}");
            return;
        }
    };
    let sent = |name: &str| known.as_ref().and_then(|body| body.get(name)).filter(|value| !value.is_null());
    let mut refused = 0;
    let mut expect = |name, is_read: bool, is_good: bool| {
        assert_eq!(is_read, is_good && sent(name).is_some(), "{name}");
        refused += usize::from(sent(name).is_some() && !is_good);
    };

    let name = "context";
    let text = fields.text(name, "must be short", |text| (text.len() <= 10).then(|| text.to_owned()));
    let expected = sent(name).and_then(Value::as_str).filter(|text| text.len() <= 10);
    assert_eq!(text.as_deref(), expected);
    expect(name, text.is_some(), expected.is_some());

    let name = "allow_account_selection";
    let boolean = fields.boolean(name);
    assert_eq!(boolean, sent(name).and_then(Value::as_bool));
    expect(name, boolean.is_some(), boolean.is_some());

    let name = "max_selectable_accounts";
    let count = fields.count(name);
    let is_count = |value: &Value| {
        let digits = value.to_string();
        value.is_number()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && digits != "0"
            && digits.parse::<u32>().is_ok()
    };
    assert_eq!(
        count.map(|count| count.to_string()),
        sent(name).filter(|value| is_count(value)).map(ToString::to_string)
    );
    expect(name, count.is_some(), sent(name).is_some_and(is_count));

    let name = "capabilities";
    let texts = fields.texts(name, "must be texts", |text| Some(text.to_owned()));
    let is_texts = |value: &Value| value.as_array().is_some_and(|values| values.iter().all(Value::is_string));
    assert_eq!(texts.clone().map(Value::from), sent(name).filter(|value| is_texts(value)).cloned());
    expect(name, texts.is_some(), sent(name).is_some_and(is_texts));

    let name = "item_id";
    let id: Option<Id<ItemId>> = fields.id(name);
    if let Some(Id::Some(id)) = id {
        // A number, or a text of digits, of which the first may be noughts.
        let written = sent(name).expect("it was read").to_string();
        let digits = written.trim_matches('"').trim_start_matches('0');
        assert_eq!(digits, id.to_string());
        let number = i64::from(id);
        assert!((1..1 << 31).contains(&number), "{number}");
    }
    refused += usize::from(sent(name).is_some() && id.is_none());

    assert_eq!(fields.finish().is_err(), refused > 0, "a bad field is told, and only a bad one");
}
