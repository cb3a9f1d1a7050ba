//! Bodies of forms.

use passerelle_web::FormBody;
use url::form_urlencoded;

/// Any bytes are some form: every field has the values that the rules of forms give it, in their order, and a form that
/// is written again is read as the same.
pub fn form(data: &[u8]) {
    let fields: Vec<(String, String)> =
        data.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(field).collect();
    let written = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
    let (form, again) = (FormBody::parse(data), FormBody::parse(written.as_bytes()));
    for (name, _) in &fields {
        let expected: Vec<&str> =
            fields.iter().filter(|(other, _)| other == name).map(|(_, value)| value.as_str()).collect();
        let found: Vec<&str> = form.values(name).collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(again.values(name).collect::<Vec<_>>(), expected, "{name}, written again");
        assert_eq!(form.value(name), expected.first().copied(), "{name}");
        // A byte that is no UTF-8 becomes a character of three.
        assert!(found.iter().map(|value| value.len()).sum::<usize>() <= 3 * data.len());
    }
    let absent = "a name that was not sent";
    if !fields.iter().any(|(name, _)| name == absent) {
        assert_eq!(form.value(absent), None);
    }
}

/// `application/x-www-form-urlencoded` as the URL standard has it, section 5.1.
fn field(pair: &[u8]) -> (String, String) {
    let equals = pair.iter().position(|byte| *byte == b'=');
    let (name, value) = equals.map_or((pair, &[][..]), |at| (&pair[..at], &pair[at + 1..]));
    (decoded(name), decoded(value))
}

fn decoded(text: &[u8]) -> String {
    let digit = |at: usize| text.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let (mut bytes, mut at) = (Vec::new(), 0);
    while let Some(byte) = text.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'+', ..) => bytes.push(b' '),
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).expect("two digits are a byte"));
                at += 2;
            }
            _ => bytes.push(*byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
