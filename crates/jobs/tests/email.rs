//! A user's e-mail address is validated: how often, for how long, and what is kept of it.

use std::time::Duration;

use futures::future::join_all;
use passerelle_domain::connect_session::{EmailTrouble, Input, State};
use passerelle_domain::{Application, ConnectSession, EmailValidation, Environment};
use passerelle_jobs::{Answered, Asked, EmailCodes, FlowError, Given};
use passerelle_locales::Language;
use passerelle_store::users::User;
use passerelle_store::{Batch, applications, connect_sessions, email_codes};
use passerelle_testkit::World;
use serde_json::json;

const BROWSER: [u8; 32] = [1; 32];
const PAUSE: Duration = Duration::from_secs(30);
const LIFETIME: Duration = Duration::from_mins(10);

/// A server whose one application has addresses validated.
async fn world() -> World {
    let world = World::new().await;
    let mut batch = Batch::new();
    let application =
        Application { email_validation: EmailValidation::Required, ..world.application.clone() };
    applications::update(&mut batch, &application);
    world.store.write(batch).await.expect("written");
    world
}

/// A new session, as the API makes it.
async fn session(world: &World, user: &User, email: &str) -> ConnectSession {
    let body = json!({ "user_email": email });
    let answer = world.call("POST", "/v3/aggregation/connect-sessions", Some(user), Some(body)).await;
    let uuid = answer.body["id"].as_str().expect("an id").parse().expect("an id");
    connect_sessions::find(&world.store, uuid).await.expect("a read").expect("the session")
}

async fn ask(world: &World, session: &ConnectSession) -> Asked {
    let (codes, flow) = (world.jobs.settings.email_codes, world.jobs.flow());
    codes.ask(&flow, session.key(), BROWSER, None, Language::En).await.expect("it can be asked for")
}

/// What the server said in its log.
async fn code(world: &World, session: &ConnectSession) -> String {
    let kept = email_codes::find(&world.store, session.key()).await.expect("a read").expect("a code");
    kept.code.clone().expect("a sandbox keeps it")
}

async fn answer(world: &World, session: &ConnectSession, code: &str) -> Answered {
    let flow = world.jobs.flow();
    EmailCodes::answer(&flow, session.key(), BROWSER, code).await.expect("a code is wanted")
}

/// A code that is another.
fn other(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[tokio::test]
async fn an_address_is_asked_for_once() {
    let world = world().await;
    let user = world.user().await;
    let first = session(&world, &user, "camille@mail.example").await;
    assert_eq!(first.state, State::ValidatingEmail { provider: None, codes_sent: 0, trouble: None });
    assert!(matches!(ask(&world, &first).await, Asked::Sent(_)));
    world.work().await;
    let right = code(&world, &first).await;
    let Answered::Right(after) = answer(&world, &first, &right).await else { panic!("it was right") };
    assert_eq!(after.state, State::ChoosingProvider);
    let kept = email_codes::find(&world.store, first.key()).await.expect("a read");
    assert!(kept.is_none(), "the code is of no use any more");
    for (email, is_known) in [
        ("camille@mail.example", true),
        ("camille@MAIL.example", true),
        ("Camille@mail.example", false),
        ("camille@other.example", false),
    ] {
        let next = session(&world, &user, email).await;
        assert_eq!(next.state == State::ChoosingProvider, is_known, "{email}");
    }
    let somebody = world.user().await;
    let of_another = session(&world, &somebody, "camille@mail.example").await;
    assert!(matches!(of_another.state, State::ValidatingEmail { .. }), "each user validates it");
}

#[tokio::test]
async fn tries_at_once_are_as_many_tries() {
    let world = world().await;
    let user = world.user().await;
    let session = session(&world, &user, "camille@mail.example").await;
    ask(&world, &session).await;
    world.work().await;
    let right = code(&world, &session).await;
    let wrong = other(&right);
    let answered = join_all((0..20).map(|_| answer(&world, &session, wrong))).await;
    let counted = answered.iter().filter(|answered| matches!(answered, Answered::Wrong(_))).count();
    assert_eq!(counted, 5, "{answered:?}");
    assert_eq!(answer(&world, &session, &right).await, Answered::Over, "the right one comes too late");
    world.clock.advance(PAUSE);
    assert!(matches!(ask(&world, &session).await, Asked::Sent(_)));
    world.work().await;
    if right != code(&world, &session).await {
        assert!(matches!(answer(&world, &session, &right).await, Answered::Wrong(_)), "of the code before");
    }
    let right = code(&world, &session).await;
    assert!(matches!(answer(&world, &session, &right).await, Answered::Right(_)));
}

#[tokio::test]
async fn codes_are_few_and_not_at_once() {
    let world = world().await;
    let user = world.user().await;
    let session = session(&world, &user, "camille@mail.example").await;
    for number in 1..=5 {
        let asked = join_all((0..4).map(|_| ask(&world, &session))).await;
        let sent = asked.iter().filter(|asked| matches!(asked, Asked::Sent(_))).count();
        assert_eq!(sent, 1, "{number}: {asked:?}");
        world.pass(PAUSE / 2).await;
        if number < 5 {
            assert_eq!(ask(&world, &session).await, Asked::TooSoon { wait: PAUSE / 2 });
        }
        world.pass(PAUSE / 2).await;
    }
    assert_eq!(ask(&world, &session).await, Asked::NoMore);
    let right = code(&world, &session).await;
    assert!(matches!(answer(&world, &session, &right).await, Answered::Right(_)), "the last one is good");
}

#[tokio::test]
async fn a_code_expires() {
    let world = world().await;
    let user = world.user().await;
    let session = session(&world, &user, "camille@mail.example").await;
    ask(&world, &session).await;
    world.work().await;
    let right = code(&world, &session).await;
    world.pass(LIFETIME).await;
    assert_eq!(answer(&world, &session, &right).await, Answered::Over);
    assert_eq!(world.reload(&session).await.state.name(), "answering_email_code", "no try was counted");
}

#[tokio::test]
async fn a_session_that_ends_forgets_its_code() {
    let world = world().await;
    let user = world.user().await;
    let session = session(&world, &user, "camille@mail.example").await;
    ask(&world, &session).await;
    world.work().await;
    world.apply(&session, Input::Leave, Given::Nothing).await;
    assert!(email_codes::find(&world.store, session.key()).await.expect("a read").is_none());
    let flow = world.jobs.flow();
    let late = EmailCodes::answer(&flow, session.key(), BROWSER, "123456").await;
    assert!(matches!(late, Err(FlowError::MovedOn(_))), "{late:?}");
    let elsewhere =
        world.jobs.settings.email_codes.ask(&flow, session.key(), [2; 32], None, Language::En).await;
    assert!(matches!(elsewhere, Err(FlowError::OtherBrowser)), "{elsewhere:?}");
}

#[tokio::test]
async fn without_a_mail_server_a_production_session_says_so() {
    let world = world().await;
    let application = Application {
        id: world.store.next_id().await.expect("an id"),
        client_id: "live_id_of_the_tests".to_owned(),
        environment: Environment::Production,
        ..world.application.clone()
    };
    let user = world.user().await;
    let mut session = session(&world, &user, "camille@mail.example").await;
    session.application_id = application.id;
    session.id = world.store.next_id().await.expect("an id");
    session.uuid = uuid::Uuid::from_u128(7).into();
    let mut batch = Batch::new();
    applications::insert(&mut batch, &application, [7; 32], None);
    connect_sessions::insert(&mut batch, &session, "session-7");
    world.store.write(batch).await.expect("written");
    assert!(matches!(ask(&world, &session).await, Asked::Sent(_)));
    world.work().await;
    let trouble = Some(EmailTrouble::Unsent);
    assert_eq!(
        world.reload(&session).await.state,
        State::ValidatingEmail { provider: None, codes_sent: 1, trouble }
    );
}
