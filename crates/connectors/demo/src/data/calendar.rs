//! Months, working days and chance: all functions of dates alone.

use jiff::civil::{Date, Weekday};
use jiff::{SignedDuration, ToSpan as _};

/// Months since year 0.
pub(crate) type Month = i32;

pub(crate) fn month_of(date: Date) -> Month {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// That day of the month, or its last one.
pub(crate) fn day_of(month: Month, day: i8) -> Date {
    let year = i16::try_from(month.div_euclid(12)).unwrap_or(9999).clamp(1, 9998);
    let number = i8::try_from(month.rem_euclid(12) + 1).unwrap_or(1);
    let first = Date::new(year, number, 1).expect("the first of a month from year 1 to 9998 exists");
    plus(first, i32::from(day.clamp(1, first.days_in_month())) - 1)
}

pub(crate) fn plus(date: Date, days: i32) -> Date {
    date.saturating_add(SignedDuration::from_hours(i64::from(days) * 24))
}

pub(crate) fn months_before(date: Date, months: u32) -> Date {
    date.saturating_sub(i64::from(months).months())
}

/// Neither a weekend nor a public holiday in France.
pub(crate) fn is_working_day(date: Date) -> bool {
    if matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
        return false;
    }
    let is_fixed = matches!(
        (date.month(), date.day()),
        (1, 1) | (5, 1 | 8) | (7, 14) | (8, 15) | (11, 1 | 11) | (12, 25)
    );
    // Easter Monday, Ascension and Whit Monday fall from March 23 to June 14.
    let is_movable = (3..=6).contains(&date.month()) && {
        let easter = easter(date.year());
        [1, 39, 50].into_iter().any(|days| plus(easter, days) == date)
    };
    !is_fixed && !is_movable
}

/// Easter Sunday (Meeus, Jones and Butcher).
fn easter(year: i16) -> Date {
    let year = i32::from(year);
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let days = moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) / 451) + 114;
    let day = i8::try_from(days % 31 + 1).unwrap_or(1);
    day_of(year * 12 + days / 31 - 1, day)
}

pub(crate) fn working_day_from(mut date: Date) -> Date {
    while !is_working_day(date) && date < Date::MAX {
        date = plus(date, 1);
    }
    date
}

pub(crate) fn next_working_day(date: Date) -> Date {
    working_day_from(plus(date, 1))
}

pub(crate) fn last_working_day(month: Month) -> Date {
    let mut date = day_of(month, 31);
    while !is_working_day(date) {
        date = plus(date, -1);
    }
    date
}

pub(crate) fn nth_working_day(month: Month, n: u32) -> Date {
    (1..n).fold(working_day_from(day_of(month, 1)), |date, _| next_working_day(date))
}

/// A small deterministic generator (splitmix64), seeded with an account and a day.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn of(account: &str, date: Date) -> Self {
        let day = u64::try_from(i32::from(date.year()) * 512 + i32::from(date.day_of_year())).unwrap_or(0);
        let seed = account.bytes().fold(day, |seed, byte| seed.wrapping_mul(0x0100_0193) ^ u64::from(byte));
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high - low + 1).unwrap_or(1).max(1);
        low + i64::try_from(self.next() % width).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holidays_are_those_of_france() {
        for holiday in ["2024-04-01", "2025-04-21", "2025-05-29", "2026-04-06", "2026-05-25", "2026-07-14"] {
            assert!(!is_working_day(holiday.parse().expect("a date")), "{holiday}");
        }
        for day in ["2026-04-07", "2026-05-26", "2026-11-24"] {
            assert!(is_working_day(day.parse().expect("a date")), "{day}");
        }
    }
}
