//! What each login does, turn by turn.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use passerelle_connector::{
    Attendance, BankAccount, BankOperation, BankPosition, BeginRequest, Connector, Credentials, FetchEnd,
    FetchRequest, History, Input, Picture, Purpose, ReturnAddress, Sealed, Sink, SinkError, Turn,
};
use passerelle_connector_demo::grant::Grant;
use passerelle_connector_demo::{CONNECTOR, DemoBank, DemoSettings, catalogue};
use passerelle_domain::{AccountTypes, Capability, Holder, ProviderId, VirtualClock};

struct World {
    clock: Arc<VirtualClock>,
    bank: DemoBank,
}

fn world() -> World {
    let clock = Arc::new(VirtualClock::new("2026-01-12T09:00:00Z".parse().expect("an instant")));
    let settings =
        DemoSettings { slow: Duration::ZERO, page_delay: Duration::ZERO, ..DemoSettings::default() };
    let site = "https://bank.example/login".parse().expect("a URL");
    World { bank: DemoBank::new(clock.clone(), settings, site), clock }
}

fn demo_bank() -> ProviderId {
    ProviderId::try_from(574).expect("in range")
}

fn return_to() -> ReturnAddress {
    let url = "https://connect.example/return".parse().expect("a URL");
    ReturnAddress { url, state: "state-1".to_owned() }
}

impl World {
    /// Goes to the bank's own site and comes back with these parameters.
    async fn visit(&self, purpose: Purpose, consent: Option<Sealed>, back: &[(&str, String)]) -> Turn {
        let provider = ProviderId::try_from(576).expect("in range");
        let credentials = Credentials::new();
        let request = BeginRequest { provider, credentials, purpose, consent, return_to: return_to() };
        let Turn::Redirect { url, conversation } = self.bank.begin(request).await.expect("a turn") else {
            panic!("the bank has a site of its own");
        };
        assert_eq!(url.as_str(), "https://bank.example/login?state=state-1");
        let back: BTreeMap<_, _> =
            back.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
        self.bank.resume(conversation, Input::Return(back), return_to()).await.expect("a turn")
    }

    /// Plays an authentication: a code at each question (three at most), a second later at each wait.
    async fn play(&self, login: &str, purpose: Purpose, consent: Option<Sealed>) -> (String, Option<Sealed>) {
        let credentials = Credentials::from([("login".to_owned(), login.to_owned().into())]);
        let request =
            BeginRequest { provider: demo_bank(), credentials, purpose, consent, return_to: return_to() };
        let mut turn = self.bank.begin(request).await.expect("a turn");
        let mut story: Vec<String> = Vec::new();
        let mut codes = 0;
        loop {
            let (conversation, input) = match turn {
                Turn::AskCode { is_retry, conversation, prompt } => {
                    assert!(prompt.is_numeric && prompt.message.is_some());
                    story.push(if is_retry { "again".to_owned() } else { "code".to_owned() });
                    codes += 1;
                    if codes == 3 {
                        return (story.join(" "), None);
                    }
                    (conversation, Input::Code("000000".to_owned().into()))
                }
                Turn::ChooseMethod { .. } => panic!("this bank has one way only"),
                Turn::Redirect { url, .. } => panic!("no login of this bank leads to {url}"),
                Turn::Wait { poll_after, conversation, .. } => {
                    if story.last().is_none_or(|last| last != "wait") {
                        story.push("wait".to_owned());
                    }
                    self.clock.advance(poll_after);
                    (conversation, Input::Poll)
                }
                Turn::Authenticated { consent, expires_at } => {
                    assert!(expires_at > "2026-07-11T08:00:00Z".parse().expect("an instant"));
                    story.push("in".to_owned());
                    return (story.join(" "), Some(consent));
                }
                Turn::Failed { failure, consent } => {
                    story.push(format!("{} {}", failure.status.code(), failure.info));
                    return (story.join(" "), consent);
                }
            };
            turn = self.bank.resume(conversation, input, return_to()).await.expect("a turn");
        }
    }

    async fn refresh(&self, consent: Sealed, attendance: Attendance) -> (String, Sealed, Seen) {
        let mut seen = Seen::default();
        let history = Some(History { accounts: vec!["c1".to_owned(), "l1".to_owned()], since: None });
        let account_types = AccountTypes::Payment;
        let request = FetchRequest { provider: demo_bank(), consent, account_types, attendance, history };
        match self.bank.fetch(request, &mut seen).await.expect("an end") {
            FetchEnd::Complete { consent } => ("ok".to_owned(), consent, seen),
            FetchEnd::Failed { failure, consent } => (failure.status.code().to_string(), consent, seen),
        }
    }
}

#[derive(Default)]
struct Seen {
    accounts: Vec<BankAccount>,
    operations: Vec<(String, usize)>,
}

#[async_trait]
impl Sink for Seen {
    async fn account(&mut self, account: BankAccount) -> Result<(), SinkError> {
        self.accounts.push(account);
        Ok(())
    }

    async fn holder(&mut self, _: Holder) -> Result<(), SinkError> {
        Ok(())
    }

    async fn positions(&mut self, _: &str, _: Vec<BankPosition>) -> Result<(), SinkError> {
        Ok(())
    }

    async fn operations(&mut self, key: &str, operations: Vec<BankOperation>) -> Result<(), SinkError> {
        self.operations.push((key.to_owned(), operations.len()));
        Ok(())
    }
}

#[tokio::test]
async fn each_login_takes_its_turns() {
    for (login, story) in [
        ("success", "in"),
        ("john.doe", "in"),
        ("slow", "in"),
        ("otp", "code in"),
        ("otp.success", "code in"),
        ("otp_fail", "code again again"),
        ("app2app", "wait in"),
        ("app2app_expiry", "wait 1010 otp_required"),
        ("402", "402 invalid_creds"),
        ("429", "429 tos_to_validate"),
        ("1003", "1003 cnt_crash"),
        ("1005", "1005 otp_not_supported"),
        ("1007", "1007 disabled_temporarily"),
        ("1010", "1010 otp_required"),
        ("1005_CLOSED_ACCOUNT", "1005 closed_account"),
        ("otp.402", "code 402 invalid_creds"),
        ("app2app.402", "wait 402 invalid_creds"),
        ("otp.app2app.success", "code wait in"),
        ("success.1010", "in"),
    ] {
        assert_eq!(world().play(login, Purpose::Connect, None).await.0, story, "{login}");
    }
}

#[tokio::test]
async fn refreshes_meet_the_parts_in_order() {
    let world = world();
    let consent = world.play("success.1010", Purpose::Connect, None).await.1.expect("a consent");
    let (end, consent, seen) = world.refresh(consent, Attendance::Attended).await;
    assert_eq!((end.as_str(), seen.accounts.len()), ("ok", 6));
    assert!(
        matches!(seen.operations.as_slice(), [(key, count)] if key == "c1" && *count > 500),
        "{:?}",
        seen.operations
    );
    let (end, consent, seen) = world.refresh(consent, Attendance::Unattended).await;
    assert_eq!((end.as_str(), seen.accounts.len()), ("1010", 0));
    let (story, consent) = world.play("success.1010", Purpose::Reauthenticate, Some(consent)).await;
    assert_eq!(story, "code in");
    let (end, ..) = world.refresh(consent.expect("a consent"), Attendance::Attended).await;
    assert_eq!(end, "ok");
}

#[tokio::test]
async fn a_failed_attempt_has_met_its_part() {
    let world = world();
    let mut consent = None;
    for story in ["429 tos_to_validate", "1003 cnt_crash", "in"] {
        let (met, next) = world.play("429.1003.success", Purpose::Connect, consent).await;
        assert_eq!(met, story);
        consent = next;
    }
    assert_eq!(world.play("402", Purpose::Connect, consent).await.0, "402 invalid_creds", "another login");
}

#[tokio::test]
async fn a_challenge_waits_for_the_user() {
    let world = world();
    let mut consent = world.play("success.app2app", Purpose::Connect, None).await.1.expect("a consent");
    for _ in 0..2 {
        let (end, next, _) = world.refresh(consent, Attendance::Unattended).await;
        assert_eq!(end, "1010");
        consent = next;
    }
    let (story, consent) = world.play("success.app2app", Purpose::Reauthenticate, Some(consent)).await;
    assert_eq!(story, "wait in");
    let (end, ..) = world.refresh(consent.expect("a consent"), Attendance::Unattended).await;
    assert_eq!(end, "ok");
}

#[tokio::test]
async fn a_renewal_always_asks() {
    for (login, story) in [
        ("success", "code in"),
        ("1010", "code in"),
        ("402", "code 402 invalid_creds"),
        ("app2app", "wait in"),
        ("app2app_expiry", "wait 1010 otp_required"),
    ] {
        assert_eq!(world().play(login, Purpose::Reauthenticate, None).await.0, story, "{login}");
    }
}

#[tokio::test]
async fn what_another_connector_remembered_is_refused() {
    let bank = world().bank;
    assert!(bank.resume(Sealed(b"{}".to_vec()), Input::Poll, return_to()).await.is_err());
    assert!(bank.keep_alive(Sealed(b"x".to_vec())).await.is_err());
    assert!(bank.revoke(Sealed(b"x".to_vec())).await.is_ok());
}

#[test]
fn the_catalogue_names_this_connector() {
    let bank = world().bank;
    let providers = catalogue();
    assert!(providers.iter().all(|it| it.connector == CONNECTOR));
    let ids: BTreeSet<i64> = providers.iter().map(|it| it.id.get()).collect();
    assert_eq!(ids.len(), providers.len(), "no id twice");
    let of_group = providers.iter().filter(|it| it.group_name.as_deref() == Some("Caisse des Rives"));
    assert_eq!(of_group.count(), 6);
    for provider in &providers {
        let fields = bank.describe(provider.id).map(|it| it.fields.len());
        let expected = match provider.id.get() {
            576 => Some(0),
            577 => Some(3),
            579 => Some(1),
            _ => provider.can(Capability::Aggregation).then_some(2),
        };
        assert_eq!(fields, expected, "{}", provider.name);
    }
}

#[tokio::test]
async fn who_agrees_on_the_bank_s_own_site_is_in_and_who_does_not_is_not() {
    let world = world();
    let code = |login: &str| [("code", Grant { login: login.to_owned() }.to_code())];
    let turn = world.visit(Purpose::Connect, None, &code("otp.success.1010")).await;
    let Turn::Authenticated { consent, .. } = turn else { panic!("codes are asked on the bank's own site") };
    // The login's next part is met by the next visit, which cures what a renewal cures.
    let turn = world.visit(Purpose::Reauthenticate, Some(consent), &code("otp.success.1010")).await;
    assert!(matches!(turn, Turn::Authenticated { .. }));
    let turn = world.visit(Purpose::Connect, None, &code("1005_CLOSED_ACCOUNT")).await;
    assert!(matches!(turn, Turn::Failed { failure, consent: Some(_) } if failure.status.code() == 1005));
    for refused in [vec![("error", "access_denied".to_owned())], vec![], vec![("code", "?".to_owned())]] {
        let turn = world.visit(Purpose::Connect, None, &refused).await;
        assert!(matches!(turn, Turn::Failed { failure, consent: None } if failure.status.code() == 1010));
    }
}

/// What a turn is, in one word.
fn word(turn: &Turn) -> &'static str {
    match turn {
        Turn::ChooseMethod { .. } => "choose",
        Turn::AskCode { is_retry: false, .. } => "code",
        Turn::AskCode { is_retry: true, .. } => "again",
        Turn::Redirect { .. } => "site",
        Turn::Wait { .. } => "wait",
        Turn::Authenticated { .. } => "in",
        Turn::Failed { .. } => "failed",
    }
}

/// Begins at a bank and goes on with each input; the words of the turns, and the last of them.
async fn go(world: &World, provider: i64, field: &str, login: &str, inputs: Vec<Input>) -> (String, Turn) {
    let credentials = Credentials::from([(field.to_owned(), login.to_owned().into())]);
    let provider = ProviderId::try_from(provider).expect("in range");
    let request = BeginRequest {
        provider,
        credentials,
        purpose: Purpose::Connect,
        consent: None,
        return_to: return_to(),
    };
    let mut turn = world.bank.begin(request).await.expect("a turn");
    let mut words = vec![word(&turn)];
    for input in inputs {
        let (Turn::ChooseMethod { conversation, .. }
        | Turn::AskCode { conversation, .. }
        | Turn::Wait { conversation, .. }) = turn
        else {
            panic!("nothing follows {words:?}")
        };
        if let Input::Poll = input {
            world.clock.advance(Duration::from_secs(10));
        }
        turn = world.bank.resume(conversation, input, return_to()).await.expect("a turn");
        words.push(word(&turn));
    }
    (words.join(" "), turn)
}

fn code() -> Input {
    Input::Code("123456".to_owned().into())
}

fn method(key: &str) -> Input {
    Input::Method(key.to_owned())
}

#[tokio::test]
async fn a_bank_of_several_ways_goes_the_one_that_is_chosen() {
    for (login, inputs, story) in [
        ("success", vec![method("sms"), code()], "choose code in"),
        ("success", vec![method("photo"), code()], "choose code in"),
        ("success", vec![method("app"), Input::Poll], "choose wait in"),
        ("otp_fail", vec![method("sms"), code(), code()], "choose code again again"),
        ("app2app_expiry", vec![method("app"), Input::Poll], "choose wait failed"),
        ("app2app_expiry", vec![method("sms"), code()], "choose code again"),
        (
            "success",
            vec![method("app"), Input::OtherMethod, method("sms"), code()],
            "choose wait choose code in",
        ),
        (
            "success",
            vec![method("sms"), Input::OtherMethod, method("carrier pigeon")],
            "choose code choose choose",
        ),
        ("otp.402", vec![method("photo"), code()], "choose code failed"),
    ] {
        assert_eq!(go(&world(), 578, "login", login, inputs).await.0, story, "{login}");
    }
    let Turn::AskCode { prompt, .. } = go(&world(), 578, "login", "x", vec![method("photo")]).await.1 else {
        panic!("a picture asks for its code");
    };
    assert_eq!((prompt.length, prompt.has_other_methods), (Some(6), true));
    assert!(matches!(prompt.picture, Some(Picture::Svg { content }) if content.starts_with("<svg")));
}

#[tokio::test]
async fn a_bank_of_qr_codes_waits_for_its_app() {
    let (story, turn) = go(&world(), 579, "login", "camille", vec![]).await;
    assert_eq!(story, "wait");
    let Turn::Wait { prompt, .. } = turn else { panic!("it waits") };
    assert!(
        matches!(prompt.picture, Some(Picture::Qr { text }) if text.starts_with("https://cobalt.example/"))
    );
    for (login, story) in
        [("camille", "wait in"), ("otp_fail", "wait failed"), ("otp", "wait in"), ("402", "wait failed")]
    {
        assert_eq!(go(&world(), 579, "login", login, vec![Input::Poll]).await.0, story, "{login}");
    }
}

#[tokio::test]
async fn where_logins_are_numbers_the_second_password_decides() {
    for (login, story) in [("anything", "in"), ("402_wrong_pwd2", "failed"), ("otp", "code")] {
        assert_eq!(go(&world(), 577, "password2", login, vec![]).await.0, story, "{login}");
    }
    let bank = world().bank;
    let fields = bank.describe(ProviderId::try_from(577).expect("in range")).expect("a description").fields;
    let digits: Vec<bool> = fields.iter().map(|field| field.is_numeric).collect();
    assert_eq!(digits, [true, true, false]);
}

#[tokio::test]
async fn a_code_lasts_for_a_while_and_a_new_one_for_another() {
    let world = world();
    let (story, turn) =
        go(&world, 574, "login", "otp", vec![Input::NewCode, Input::NewCode, Input::NewCode]).await;
    assert_eq!(story, "code code code code");
    let Turn::AskCode { prompt, conversation, .. } = turn else { panic!("it asks") };
    assert!(prompt.is_renewed && !prompt.can_renew, "three codes are enough");
    assert_eq!(prompt.expires_at, Some("2026-01-12T09:05:00Z".parse().expect("an instant")));
    world.clock.advance(Duration::from_mins(5));
    let turn = world.bank.resume(conversation, code(), return_to()).await.expect("a turn");
    assert!(matches!(turn, Turn::Failed { failure, .. } if failure.status.code() == 1010), "too late");
}

#[tokio::test]
async fn a_business_customer_has_business_accounts() {
    let world = world();
    let consent = world.play("pro", Purpose::Connect, None).await.1.expect("a consent");
    for attendance in [Attendance::Attended, Attendance::Unattended] {
        let (end, _, seen) = world.refresh(Sealed(consent.0.clone()), attendance).await;
        let business: Vec<&str> =
            seen.accounts.iter().filter(|it| it.is_pro).map(|it| it.name.as_str()).collect();
        assert_eq!(
            (end.as_str(), business),
            ("ok", vec!["Compte Professionnel 3", "Compte Professionnel 4"])
        );
    }
}
