//! The two credits: constant instalments, exact to the cent.
//!
//! When one is paid back the next begins, so that there is always one running.

use jiff::civil::Date;
use passerelle_domain::LoanDetails;

use super::calendar::{Month, day_of, month_of, working_day_from};
use super::entry::{Entry, Label, Style};

pub(crate) struct Loan {
    kind: &'static str,
    /// A month in which one began, and the day.
    opening: (Month, i8),
    months: i32,
    borrowed: i64,
    rate_milli: i64,
    instalment: i64,
    label: Label,
}

pub(crate) const MORTGAGE: Loan = Loan {
    kind: "mortgage",
    opening: (2019 * 12 + 2, 5),
    months: 240,
    borrowed: 16_800_000,
    rate_milli: 1450,
    instalment: 80_682,
    label: ("Échéance crédit immobilier", "ECHEANCE PRET 00574 019032", 194),
};

pub(crate) const CAR: Loan = Loan {
    kind: "auto",
    opening: (2023 * 12 + 8, 10),
    months: 72,
    borrowed: 1_850_000,
    rate_milli: 4200,
    instalment: 29_112,
    label: ("Échéance crédit auto", "ECHEANCE PRET 00574 023091", 89),
};

/// One instalment of a loan.
struct Instalment {
    capital: i64,
    interests: i64,
}

impl Loan {
    /// When the loan that runs in that month began.
    fn start(&self, month: Month) -> Month {
        self.opening.0 + (month - self.opening.0).div_euclid(self.months) * self.months
    }

    fn due(&self, month: Month) -> Date {
        working_day_from(day_of(month, self.opening.1))
    }

    /// Interests are rounded half up each month; the last instalment pays what is left.
    fn schedule(&self) -> Vec<Instalment> {
        let mut remaining = self.borrowed;
        (1..=self.months)
            .map(|number| {
                let interests = (remaining * self.rate_milli + 600_000) / 1_200_000;
                let capital = if number == self.months { remaining } else { self.instalment - interests };
                remaining -= capital;
                Instalment { capital, interests }
            })
            .collect()
    }

    /// Which instalment is due in a month: the last of the loan before in the month a loan begins.
    fn index(&self, month: Month) -> usize {
        usize::try_from((month - self.opening.0 - 1).rem_euclid(self.months)).unwrap_or(0)
    }

    /// The instalment as the account that pays it sees it.
    pub(crate) fn debit(&self, month: Month) -> Entry {
        let schedule = self.schedule();
        let Instalment { capital, interests } = &schedule[self.index(month)];
        Entry::new(day_of(month, self.opening.1), 80, -(capital + interests), self.label, Style::Debit)
    }

    /// Instalments as the loan's account sees them: the capital paid back, and the payout of a new loan.
    pub(crate) fn entries(&self, months: std::ops::RangeInclusive<Month>) -> Vec<Entry> {
        let schedule = self.schedule();
        let mut entries = Vec::new();
        for month in months {
            let made = day_of(month, self.opening.1);
            let capital = schedule[self.index(month)].capital;
            entries.push(Entry::new(
                made,
                80,
                capital,
                ("Capital remboursé", "AMORTISSEMENT CAPITAL", 89),
                Style::Plain,
            ));
            if self.start(month) == month {
                let label = ("Déblocage des fonds", "DEBLOCAGE PRET", 441_894);
                entries.push(Entry::new(made, 81, -self.borrowed, label, Style::Plain));
            }
        }
        entries
    }

    /// How the loan stands today.
    pub(crate) fn details(&self, today: Date) -> LoanDetails {
        let mut start = self.start(month_of(today));
        if self.due(start) > today {
            start -= self.months;
        }
        let schedule = self.schedule();
        let paid = (start + 1..=start + self.months).take_while(|&month| self.due(month) <= today).count();
        let next = paid.min(schedule.len() - 1);
        let next_month = (start + 1..).nth(next).unwrap_or(start);
        let repaid: i64 = schedule[..paid].iter().map(|instalment| instalment.capital).sum();
        LoanDetails {
            kind: self.kind.to_owned(),
            interest_rate_milli: self.rate_milli,
            opening_date: day_of(start, self.opening.1),
            maturity_date: day_of(start + self.months, self.opening.1),
            next_payment_date: self.due(next_month),
            next_payment_minor: schedule[next].capital + schedule[next].interests,
            borrowed_minor: self.borrowed,
            repaid_minor: repaid,
            remaining_minor: self.borrowed - repaid,
            total_interests_minor: schedule.iter().map(|instalment| instalment.interests).sum(),
        }
    }
}
