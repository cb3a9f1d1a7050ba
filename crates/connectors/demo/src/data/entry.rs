//! One operation before its words are written.

use jiff::civil::Date;
use passerelle_connector::BankOperation;
use passerelle_domain::OperationType;

use super::calendar::{next_working_day, plus, working_day_from};

/// How many days ahead a direct debit is announced.
const ANNOUNCED_DAYS: i32 = 10;

/// How the bank words an operation, and how long it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Card,
    DeferredCard,
    Debit,
    Transfer,
    Cheque,
    Withdrawal,
    /// A card payment in dirhams, in tenths of one.
    Dirhams(i64),
    /// Known from the first of the month on.
    CardBill,
    Plain,
}

/// What it is for: the clean label, the bank's word, the category.
pub(crate) type Label = (&'static str, &'static str, i64);

#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) made: Date,
    pub(crate) slot: usize,
    pub(crate) booked: Date,
    pub(crate) shown_from: Date,
    pub(crate) settled_from: Date,
    pub(crate) cents: i64,
    pub(crate) label: Label,
    pub(crate) style: Style,
}

impl Entry {
    pub(crate) fn new(made: Date, slot: usize, cents: i64, label: Label, style: Style) -> Self {
        let (booked, shown_from, settled_from) = match style {
            // Posted the next working day; the night after, the bank lists it as booked.
            Style::Card | Style::DeferredCard | Style::Withdrawal | Style::Dirhams(_) => {
                let booked = next_working_day(made);
                (booked, made, plus(booked, 1))
            }
            Style::Debit => {
                let booked = working_day_from(made);
                (booked, plus(booked, -ANNOUNCED_DAYS), booked)
            }
            Style::CardBill => (made, made.first_of_month(), made),
            Style::Transfer | Style::Cheque | Style::Plain => {
                let booked = working_day_from(made);
                (booked, booked, booked)
            }
        };
        Self { made, slot, booked, shown_from, settled_from, cents, label, style }
    }

    pub(crate) fn is_shown(&self, today: Date) -> bool {
        self.shown_from <= today
    }

    pub(crate) fn is_settled(&self, today: Date) -> bool {
        self.settled_from <= today
    }

    /// What the bank lists of it today.
    pub(crate) fn operation(&self, account: &str, today: Date) -> BankOperation {
        let is_settled = self.is_settled(today);
        let is_announced = !is_settled && matches!(self.style, Style::Debit | Style::CardBill);
        let value_date = match self.style {
            Style::Withdrawal => self.made,
            _ => self.booked,
        };
        let (clean_description, provider_description) = self.words();
        BankOperation {
            key: format!("{account}-{}-{}", self.made, self.slot),
            clean_description,
            provider_description,
            amount_minor: self.cents,
            date: if is_settled || is_announced { self.booked } else { self.made },
            booking_date: is_settled.then_some(self.booked),
            transaction_date: (!is_announced).then_some(self.made),
            value_date: (is_settled || is_announced).then_some(value_date),
            category_id: self.label.2,
            operation_type: self.operation_type(),
            is_future: !is_settled,
        }
    }

    fn operation_type(&self) -> OperationType {
        match self.style {
            Style::Card | Style::Dirhams(_) => OperationType::Card,
            Style::DeferredCard | Style::CardBill => OperationType::DeferredDebitCard,
            Style::Debit => OperationType::DirectDebit,
            Style::Transfer => OperationType::Transfer,
            Style::Cheque if self.cents > 0 => OperationType::Deposit,
            Style::Cheque => OperationType::Check,
            Style::Withdrawal => OperationType::Withdrawal,
            Style::Plain => OperationType::Unknown,
        }
    }

    /// The clean label and the bank's raw one.
    fn words(&self) -> (String, String) {
        let (clean, raw, _) = self.label;
        let made = self.made;
        let day = format!("{:02}/{:02}/{:02}", made.day(), made.month(), made.year() % 100);
        let number = i64::from(made.year() % 100) * 10_000 + i64::from(made.day_of_year()) * 10;
        match self.style {
            Style::Card | Style::DeferredCard => (clean.to_owned(), format!("CB {raw} {day}")),
            Style::Debit => (clean.to_owned(), format!("PRLV SEPA {raw} ECH {day} REF {number:08}")),
            Style::Transfer => (clean.to_owned(), format!("VIR SEPA {raw} REF {number:08}")),
            Style::Cheque => {
                (format!("{clean} n° {}", 7_000_000 + number), format!("{raw} {}", 7_000_000 + number))
            }
            Style::Withdrawal => (clean.to_owned(), format!("RETRAIT DAB {raw} {day}")),
            Style::Dirhams(tenths) => {
                let amount = format!("{}.{}", tenths / 10, tenths % 10);
                (clean.to_owned(), format!("CB {raw} {day} {amount} MAD COURS 0.09402"))
            }
            Style::CardBill | Style::Plain => (clean.to_owned(), format!("{raw} {day}")),
        }
    }
}
