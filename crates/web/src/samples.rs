//! Every page filled with invented data, in every state that looks different: what the tests render in every language,
//! and what the gallery (`cargo run -p passerelle-web --example gallery`) shows to whoever works on the looks.

use jiff::civil::Date;
use passerelle_domain::Colour;
use passerelle_locales::{Language, status_description};

use crate::pages::{
    AccountChoice, AccountKind, AccountTypes, Accounts, AccountsError, AtBank, Balance, Bank, BankCredsForm,
    BanksError, Choice, CodeAsk, CodeError, CodeOver, ConfirmExit, ConfirmReturn, Consent, CredentialField,
    EditBankCredsForm, EmailAsk, EmailError, EmailTrouble, EmailValidationForm, End, EndOutcome, ExitEffect,
    Failure, FieldError, FieldKind, Finish, HighlightedBanks, InputMode, MethodChoice, MethodKind, OtpAsk,
    OtpForm, Page, PictureView, ProAccount, ProValidationForm, Problem, ProblemKind, Start, StartKind,
    SubBanksList, SyncError, SyncInProgress, SyncPending, SyncSuccess, Trouble, Validity, WaitPhase,
};
use crate::{Brand, Expiry, Mark, Pages, RenderError, SessionPlace, Shell, assets};

type Render = dyn Fn(&Pages, Language) -> Result<String, RenderError>;

/// A page with invented data.
pub struct Sample {
    /// Its name: the template's, and what is special about it.
    pub name: String,
    render: Box<Render>,
}

impl Sample {
    /// The page in a language.
    pub fn render(&self, pages: &Pages, language: Language) -> Result<String, RenderError> {
        (self.render)(pages, language)
    }
}

/// All samples.
pub fn all() -> Vec<Sample> {
    let mut samples = Vec::new();
    banks(&mut samples);
    credentials(&mut samples);
    starts(&mut samples);
    waiting(&mut samples);
    sites(&mut samples);
    codes(&mut samples);
    business(&mut samples);
    emails(&mut samples);
    accounts(&mut samples);
    outcomes(&mut samples);
    failures(&mut samples);
    exits(&mut samples);
    ends(&mut samples);
    problems(&mut samples);
    samples
}

/// A session's page, made for the reader's language.
fn add<P: Page>(
    samples: &mut Vec<Sample>,
    what: &str,
    step: &'static str,
    make: impl Fn(Language) -> P + 'static,
) {
    let render =
        move |pages: &Pages, language| pages.render(&shell(language, P::TEMPLATE, step), &make(language));
    samples.push(Sample { name: format!("{}-{what}", P::TEMPLATE), render: Box::new(render) });
}

/// The same page of an application with a colour of its own.
fn add_branded<P: Page>(
    samples: &mut Vec<Sample>,
    step: &'static str,
    make: impl Fn(Language) -> P + 'static,
) {
    let render = move |pages: &Pages, language| {
        let shell = Shell { application: Some(branded()), ..shell(language, P::TEMPLATE, step) };
        pages.render(&shell, &make(language))
    };
    samples.push(Sample { name: format!("{}-branded", P::TEMPLATE), render: Box::new(render) });
}

fn shell(language: Language, page: &str, step: &str) -> Shell {
    Shell {
        language,
        application: Some(bankin()),
        operator_name: Some("Passerelle SAS".to_owned()),
        session: Some(SessionPlace {
            path: "/session/SFQ5ZWx2TjQtT3Z1eGtfZ2tYc2Z0Y0pnS0xhU2RqX3M".to_owned(),
            page: page.to_owned(),
            csrf: "n0Qm3rVbS2xkq8eIYz0gN3Jb1oXy5cT7uWv9aBcDeFg".to_owned(),
            expiry: Some(Expiry { seconds: 1800, is_final: false }),
        }),
        step: step.to_owned(),
        state: "sample".to_owned(),
        has_exit: page != "exit" && page != "end",
    }
}

fn bankin() -> Brand {
    Brand::new(Mark::new("Bankin & Co", None), None)
}

/// The colour of the application that has one: the pale kind that needs most of what is done to it.
pub const ACCENT: Colour = Colour::from_rgb([0xff, 0xe6, 0x00]);

fn branded() -> Brand {
    Brand::new(Mark::new("Bankin & Co", None), Some(ACCENT))
}

fn demo_bank() -> Mark {
    Mark::new("Demo Bank", assets::path("demo-bank.svg").map(str::to_owned))
}

const fn consent() -> Consent {
    Consent { account_types: AccountTypes::Payment, days: 180, has_choice: true }
}

fn bank(provider_id: u32, name: &str) -> Bank {
    let mark = if provider_id == 574 { demo_bank() } else { Mark::new(name, None) };
    Bank { choice: Choice::Bank { provider_id }, mark, trouble: None, was_chosen: false }
}

fn group(name: &str, branches: u32) -> Bank {
    Bank {
        choice: Choice::Group { name: name.to_owned(), branches },
        mark: Mark::new(name, None),
        trouble: None,
        was_chosen: false,
    }
}

fn banks(samples: &mut Vec<Sample>) {
    let page = |query: &str, banks: Vec<Bank>| HighlightedBanks {
        query: query.to_owned(),
        country_code: "FR".to_owned(),
        country_codes: vec!["FR".to_owned(), "DE".to_owned(), "BE".to_owned(), "ES".to_owned()],
        highlighted: Vec::new(),
        banks,
        not_shown: 0,
        consent: consent(),
        error: None,
    };
    let many = || {
        vec![
            bank(574, "Demo Bank"),
            bank(6, "Banque des Alizés"),
            group("Caisse du Littoral", 6),
            bank(9, "Hélios"),
            group("Crédit Fluvial Professionnel et Associés", 1),
            Bank { trouble: Some(Trouble::Degraded), ..bank(11, "Neo") },
            Bank { trouble: Some(Trouble::Down), ..bank(12, "Banque du Ponant") },
        ]
    };
    let step = "highlighted_banks";
    add(samples, "all", step, move |_| page("", many()));
    add(samples, "one-country", step, move |_| HighlightedBanks {
        country_codes: vec!["FR".to_owned()],
        ..page("", vec![bank(574, "Demo Bank")])
    });
    add(samples, "more", step, move |_| HighlightedBanks { not_shown: 112, ..page("", many()) });
    add(samples, "highlighted", step, move |_| HighlightedBanks {
        highlighted: vec![bank(7, "Caisse du Littoral Normandie & Bretagne"), bank(574, "Demo Bank")],
        ..page("", many()[1..].to_vec())
    });
    add(samples, "found", step, move |_| page("demo", vec![bank(574, "Demo Bank")]));
    add(samples, "none-found", step, move |_| page("bnaque <b>", Vec::new()));
    add(samples, "none-here", step, move |_| page("", Vec::new()));
    add(samples, "error", step, move |_| HighlightedBanks {
        error: Some(BanksError::Gone),
        ..page("", many())
    });
    let branches = |query: &str, banks: Vec<Bank>, error| SubBanksList {
        group: Mark::new("Caisse du Littoral", None),
        query: query.to_owned(),
        banks,
        consent: consent(),
        error,
    };
    let some =
        || vec![bank(7, "Caisse du Littoral Normandie & Bretagne"), bank(8, "Caisse du Littoral Provence")];
    let step = "sub_banks_list";
    add(samples, "all", step, move |_| branches("", some(), None));
    add(samples, "chosen-before", step, move |_| {
        let mut banks = some();
        banks[1].was_chosen = true;
        branches("", banks, None)
    });
    add(samples, "none-found", step, move |_| branches("Lile", Vec::new(), None));
    add(samples, "error", step, move |_| branches("", some(), Some(BanksError::Gone)));
}

fn credentials(samples: &mut Vec<Sample>) {
    let fields = || vec![CredentialField::text("login"), CredentialField::password("password")];
    let page = move |fields| BankCredsForm {
        provider: demo_bank(),
        fields,
        consent: consent(),
        can_change_bank: true,
        is_branch: false,
        trouble: None,
    };
    let step = "bank_creds_form";
    for (what, trouble) in [("degraded", Trouble::Degraded), ("down", Trouble::Down)] {
        add(samples, what, step, move |_| BankCredsForm { trouble: Some(trouble), ..page(fields()) });
    }
    add(samples, "empty", step, move |_| page(fields()));
    add(samples, "errors", step, move |_| {
        page(vec![
            CredentialField {
                value: "1234 5678".to_owned(),
                input_mode: InputMode::Numeric,
                error: Some(FieldError::NotDigits),
                ..CredentialField::text("login")
            },
            CredentialField { error: Some(FieldError::Missing), ..CredentialField::password("password") },
        ])
    });
    add(samples, "branch", step, move |_| BankCredsForm { is_branch: true, ..page(fields()) });
    add(samples, "own-site", step, move |_| page(Vec::new()));
    add(samples, "many-fields", step, move |_| BankCredsForm {
        provider: Mark::new("Crédit Fluvial Professionnel et Associés", None),
        consent: Consent { account_types: AccountTypes::All, days: 180, has_choice: false },
        can_change_bank: false,
        is_branch: false,
        trouble: None,
        fields: vec![
            CredentialField {
                label: Some("Numéro d’abonné (11 chiffres)".to_owned()),
                input_mode: InputMode::Numeric,
                max_length: Some(11),
                error: Some(FieldError::TooLong { max: 11 }),
                ..CredentialField::text("subscriber")
            },
            CredentialField {
                input_mode: InputMode::Email,
                error: Some(FieldError::Other { message: "Cette adresse nous est inconnue.".to_owned() }),
                ..CredentialField::text("answer")
            },
            CredentialField {
                error: Some(FieldError::TooShort { min: 6 }),
                ..CredentialField::password("password")
            },
            CredentialField { kind: FieldKind::Password, ..CredentialField::text("password2") },
        ],
    });
    let edit =
        |fields, reason| EditBankCredsForm { provider: demo_bank(), fields, consent: consent(), reason };
    let step = "edit_bank_creds_form";
    add(samples, "reason", step, move |language| {
        edit(fields(), status_description(language, 402, "invalid_creds"))
    });
    add(samples, "plain", step, move |_| edit(fields(), None));
    add(samples, "errors", step, move |language| {
        let missing =
            CredentialField { error: Some(FieldError::Missing), ..CredentialField::password("password") };
        edit(vec![CredentialField::text("login"), missing], status_description(language, 402, "wrong_pwd"))
    });
}

fn starts(samples: &mut Vec<Sample>) {
    let page = |start| Start { provider: demo_bank(), start, consent: consent() };
    add(samples, "renew", "sync_in_progress", move |_| page(StartKind::Renew));
    add(samples, "act-at-bank", "sync_in_progress", move |language| {
        page(StartKind::ActAtBank { reason: reason(language, 429, "tos_to_validate") })
    });
    add(samples, "refresh", "sync_in_progress", move |_| page(StartKind::Refresh));
}

fn reason(language: Language, status_code: i32, info: &str) -> String {
    status_description(language, status_code, info).unwrap_or_default()
}

fn waiting(samples: &mut Vec<Sample>) {
    let page = |phase| SyncInProgress { provider: demo_bank(), phase, refresh_seconds: 2 };
    let step = "sync_in_progress";
    add(samples, "connecting", step, move |_| page(WaitPhase::Connecting));
    let accounts =
        || ["Compte Courant 1", "Compte Courant 2", "Carte Visa Premier à débit différé", "Livret A"];
    for (what, done) in [("reading", 2), ("reading-begins", 0), ("reading-ends", 4)] {
        add(samples, what, step, move |_| {
            page(WaitPhase::Reading { accounts: accounts().map(str::to_owned).into(), done })
        });
    }
    add_branded(samples, step, move |_| {
        page(WaitPhase::Reading { accounts: accounts().map(str::to_owned).into(), done: 2 })
    });
}

fn sites(samples: &mut Vec<Sample>) {
    let bank = || Mark::new("Banque Aurore", None);
    let page = move |goes_at_once, can_change_bank| AtBank {
        provider: bank(),
        href: "https://bank.example/login?state=SFQ5".to_owned(),
        goes_at_once,
        can_change_bank,
        refresh_seconds: 2,
    };
    let step = "bank_creds_form";
    add(samples, "going", step, move |_| page(true, false));
    add(samples, "waiting", step, move |_| page(false, true));
    for (what, user_email) in [("of-somebody", Some("j•••@example.com".to_owned())), ("of-nobody", None)]
    {
        let outside = move |pages: &Pages, language| {
            let shell =
                Shell { application: Some(bankin()), ..Shell::outside(language, None, "confirming_return") };
            let page = ConfirmReturn {
                provider: bank(),
                user_email: user_email.clone(),
                given: "state=SFQ5&code=x".to_owned(),
                csrf: "n0Qm3rVb".to_owned(),
            };
            pages.render(&shell, &page)
        };
        samples.push(Sample { name: format!("confirm_return-{what}"), render: Box::new(outside) });
    }
}

fn codes(samples: &mut Vec<Sample>) {
    let page = |ask| OtpForm { provider: demo_bank(), ask, has_other_methods: false };
    let code = || CodeAsk {
        message: Some("Enter the code sent to your phone ending in 42.".to_owned()),
        is_numeric: true,
        ..CodeAsk::default()
    };
    let wrong = move |error, attempts_left| CodeAsk { error: Some(error), attempts_left, ..code() };
    // Any picture does.
    let picture = |is_qr| {
        let href = assets::path("passerelle.svg").unwrap_or_default().to_owned();
        Some(PictureView { href, is_qr })
    };
    let step = "otp_form";
    add(samples, "code", step, move |_| page(OtpAsk::Code(code())));
    add(samples, "code-plain", step, move |_| page(OtpAsk::Code(CodeAsk::default())));
    add(samples, "code-missing", step, move |_| page(OtpAsk::Code(wrong(CodeError::Missing, None))));
    add(samples, "code-not-digits", step, move |_| page(OtpAsk::Code(wrong(CodeError::NotDigits, Some(9)))));
    add(samples, "code-wrong", step, move |_| page(OtpAsk::Code(wrong(CodeError::Wrong, Some(2)))));
    add(samples, "code-wrong-length", step, move |_| {
        page(OtpAsk::Code(CodeAsk { length: Some(6), ..wrong(CodeError::WrongLength, None) }))
    });
    for (what, seconds, is_renewed) in
        [("code-valid", 240, false), ("code-over", 0, false), ("code-new", 300, true)]
    {
        add(samples, what, step, move |_| {
            let validity = Some(Validity::of_seconds(seconds));
            page(OtpAsk::Code(CodeAsk { validity, is_renewed, can_renew: true, ..code() }))
        });
    }
    add(samples, "photo", step, move |_| {
        let ask = CodeAsk { picture: picture(false), length: Some(6), can_renew: true, ..code() };
        OtpForm { has_other_methods: true, ..page(OtpAsk::Code(ask)) }
    });
    add(samples, "methods", step, move |_| {
        let choice = |(kind, hint): (MethodKind, Option<&str>)| MethodChoice {
            key: "x".to_owned(),
            kind,
            hint: hint.map(str::to_owned),
        };
        let methods = [
            (MethodKind::Sms, Some("06 •• •• •• 12")),
            (MethodKind::Email, Some("c•••@example.com")),
            (MethodKind::App, Some("iPhone de Camille")),
            (MethodKind::Photo, None),
            (MethodKind::Other, Some("Carte de clés personnelle")),
        ];
        page(OtpAsk::Method { methods: methods.map(choice).into() })
    });
    let approval = |message: Option<&str>, picture, seconds: Option<u32>| OtpAsk::Approval {
        message: message.map(str::to_owned),
        picture,
        validity: seconds.map(Validity::of_seconds),
        refresh_seconds: 2,
    };
    add(samples, "approval", step, move |_| page(approval(None, None, None)));
    add(samples, "approval-message", step, move |_| {
        let message = "Approve the connection in the Demo Bank app on your Pixel 9.";
        OtpForm { has_other_methods: true, ..page(approval(Some(message), None, Some(61))) }
    });
    add(samples, "approval-qr", step, move |_| page(approval(None, picture(true), Some(120))));
    add(samples, "approval-over", step, move |_| page(approval(None, None, Some(0))));
}

fn business(samples: &mut Vec<Sample>) {
    for (what, can_exclude) in [("some", true), ("all", false)] {
        add(samples, what, "pro_validation_form", move |_| ProValidationForm {
            provider: demo_bank(),
            accounts: vec![
                ProAccount {
                    name: "Compte Professionnel 3".to_owned(),
                    last_digits: Some("1576".to_owned()),
                },
                ProAccount { name: "Carte Business".to_owned(), last_digits: None },
            ],
            can_exclude,
        });
    }
}

fn emails(samples: &mut Vec<Sample>) {
    let page = |ask| EmailValidationForm { provider: None, ask };
    let email = || "j•••@example.com".to_owned();
    let step = "email_validation_form";
    let address = |value: &str, error, trouble| EmailAsk::Address { value: value.to_owned(), error, trouble };
    add(samples, "address", step, move |_| page(address("", None, None)));
    for (what, error) in [
        ("missing", EmailError::Missing),
        ("invalid", EmailError::Invalid),
        ("address-refused", EmailError::Refused),
    ] {
        add(samples, what, step, move |_| page(address("jo@example", Some(error), None)));
    }
    let send = move |trouble| page(EmailAsk::Send { email: email(), trouble });
    add(samples, "given", step, move |_| EmailValidationForm { provider: Some(demo_bank()), ..send(None) });
    add(samples, "given-refused", step, move |_| send(Some(EmailTrouble::Refused)));
    add(samples, "given-unsent", step, move |_| send(Some(EmailTrouble::Unsent)));
    let code = move |error, attempts_left, over, trouble: Option<EmailTrouble>| {
        page(EmailAsk::Code {
            email: email(),
            minutes: 10,
            error,
            attempts_left,
            over,
            trouble,
            can_resend: trouble != Some(EmailTrouble::NoneLeft),
            can_change: trouble.is_none(),
        })
    };
    add(samples, "code", step, move |_| code(None, None, None, None));
    add(samples, "code-missing", step, move |_| code(Some(CodeError::Missing), None, None, None));
    add(samples, "code-not-digits", step, move |_| code(Some(CodeError::NotDigits), None, None, None));
    add(samples, "code-wrong", step, move |_| code(Some(CodeError::Wrong), Some(3), None, None));
    add(samples, "code-too-soon", step, move |_| {
        code(None, None, None, Some(EmailTrouble::TooSoon { seconds: 12 }))
    });
    add(samples, "code-expired", step, move |_| code(None, None, Some(CodeOver::Expired), None));
    add(samples, "code-used-up", step, move |_| code(None, None, Some(CodeOver::UsedUp), None));
    add(samples, "code-none-left", step, move |_| {
        code(None, None, Some(CodeOver::UsedUp), Some(EmailTrouble::NoneLeft))
    });
}

fn accounts(samples: &mut Vec<Sample>) {
    let page =
        |max_selectable, error, accounts| Accounts { provider: demo_bank(), accounts, max_selectable, error };
    let some = || {
        vec![
            account(48_000_001, "Compte Courant 1", AccountKind::Checking, Some(148_954), true),
            account(
                48_000_002,
                "Compte joint M. et Mme de La Rochefoucauld-Doudeauville",
                AccountKind::Checking,
                Some(-6_920),
                true,
            ),
            account(48_000_003, "Visa Premier", AccountKind::Card, Some(-31_207), true),
            account(48_000_004, "Livret A", AccountKind::Savings, Some(2_295_000), false),
            account(48_000_005, "Crédit immobilier", AccountKind::Loan, None, false),
        ]
    };
    let step = "sync_in_progress";
    add(samples, "free", step, move |_| page(None, None, some()));
    add_branded(samples, step, move |_| page(None, None, some()));
    add(samples, "limited", step, move |_| page(Some(3), None, some()));
    add(samples, "too-many", step, move |_| page(Some(2), Some(AccountsError::TooMany), some()));
    add(samples, "none-selected", step, move |_| page(Some(1), Some(AccountsError::NoneSelected), some()));
    add(samples, "every-kind", step, move |_| {
        let ids = 48_000_001..;
        page(
            None,
            None,
            AccountKind::ALL
                .into_iter()
                .zip(ids)
                .map(|(kind, id)| account(id, "X", kind, None, true))
                .collect(),
        )
    });
}

fn account(
    account_id: i64,
    name: &str,
    kind: AccountKind,
    balance: Option<i64>,
    is_selected: bool,
) -> AccountChoice {
    AccountChoice {
        account_id,
        name: name.to_owned(),
        kind,
        last_digits: (kind != AccountKind::Loan).then(|| format!("{:04}", (account_id * 7919) % 10_000)),
        balance: balance.map(|amount_minor| Balance {
            amount_minor,
            digits: 2,
            currency_code: "EUR".to_owned(),
        }),
        is_selected,
    }
}

fn way_back() -> Finish {
    Finish {
        href: "https://app.example/done?source=connect&success=true".to_owned(),
        leads_to_application: true,
    }
}

fn status_page() -> Finish {
    Finish { href: "/session/SFQ5/end".to_owned(), leads_to_application: false }
}

fn outcomes(samples: &mut Vec<Sample>) {
    let success = |finish, access_until| SyncSuccess {
        provider: demo_bank(),
        shared_accounts: 4,
        access_until,
        finish,
    };
    let until = Date::new(2027, 5, 23).ok();
    add(samples, "way-back", "sync_success", move |_| success(way_back(), until));
    add(samples, "status-page", "sync_success", move |_| success(status_page(), None));
    let pending = |finish| SyncPending { provider: demo_bank(), finish, refresh_seconds: 2 };
    add(samples, "way-back", "sync_pending", move |_| pending(way_back()));
    add(samples, "status-page", "sync_pending", move |_| pending(status_page()));
}

fn failures(samples: &mut Vec<Sample>) {
    let statuses = [
        (402, "invalid_creds"),
        (429, "kyc_to_fill"),
        (1003, "cnt_crash"),
        (1005, "closed_account"),
        (1007, ""),
        (1010, ""),
        (9, ""),
    ];
    for (status, info) in statuses {
        let failure = Failure::from_status(status);
        add(samples, &status.to_string(), "sync_error", move |language| SyncError {
            provider: demo_bank(),
            failure,
            reason: reason(language, status, info),
            can_retry: failure.is_retryable(),
            finish: way_back(),
        });
    }
    add(samples, "status-page", "sync_error", move |language| SyncError {
        provider: demo_bank(),
        failure: Failure::Technical,
        reason: reason(language, 1003, "bank_is_down"),
        can_retry: true,
        finish: status_page(),
    });
}

fn exits(samples: &mut Vec<Sample>) {
    for (what, effect) in [
        ("nothing-shared", ExitEffect::NothingShared),
        ("unfinished", ExitEffect::Unfinished),
        ("unchanged", ExitEffect::Unchanged),
        ("goes-on", ExitEffect::GoesOn),
        ("failed", ExitEffect::Failed),
    ] {
        let provider = move || (effect != ExitEffect::NothingShared).then(demo_bank);
        add(samples, what, "otp_form", move |_| ConfirmExit {
            provider: provider(),
            effect,
            stay_page: "otp_form".to_owned(),
        });
    }
}

fn ends(samples: &mut Vec<Sample>) {
    let page = |outcome| End {
        provider: Some(demo_bank()),
        outcome,
        way_back: None,
        is_way_back_refused: false,
        reason: None,
    };
    add(samples, "way-back", "sync_success", move |_| End {
        way_back: Some(way_back().href),
        ..page(EndOutcome::Worked)
    });
    add(samples, "worked", "sync_success", move |_| page(EndOutcome::Worked));
    add(samples, "going-on", "sync_pending", move |_| page(EndOutcome::GoingOn));
    add(samples, "failed", "sync_error", move |language| End {
        reason: status_description(language, 1003, "bank_is_down"),
        ..page(EndOutcome::Failed)
    });
    add(samples, "left", "highlighted_banks", move |_| End { provider: None, ..page(EndOutcome::Left) });
    add(samples, "expired", "otp_form", move |_| page(EndOutcome::Expired));
    add(samples, "refused", "sync_success", move |_| End {
        is_way_back_refused: true,
        ..page(EndOutcome::Worked)
    });
}

fn problems(samples: &mut Vec<Sample>) {
    for kind in ProblemKind::ALL {
        let problem = move || Problem {
            wait_minutes: (kind == ProblemKind::TooMany).then_some(15),
            reload_href: (kind == ProblemKind::Csrf).then(|| "/session/SFQ5".to_owned()),
            ..Problem::from(kind)
        };
        let outside = move |pages: &Pages, language| {
            pages.render(&Shell::outside(language, None, kind.state()), &problem())
        };
        samples.push(Sample { name: format!("problem-{}", kind.state()), render: Box::new(outside) });
    }
    // Where the session is known, the page looks like its application.
    for kind in [ProblemKind::OtherBrowser, ProblemKind::Csrf] {
        let of_session = move |pages: &Pages, language| {
            let shell =
                Shell { application: Some(branded()), ..Shell::outside(language, None, kind.state()) };
            let reload_href = (kind == ProblemKind::Csrf).then(|| "/session/SFQ5".to_owned());
            pages.render(&shell, &Problem { reload_href, ..kind.into() })
        };
        let name = format!("problem-{}-of-a-session", kind.state());
        samples.push(Sample { name, render: Box::new(of_session) });
    }
}
