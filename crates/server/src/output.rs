//! What commands print: tables and words for people, JSON for programs (docs/command-line.md).

use std::fmt::Display;
use std::io::{self, IsTerminal as _, Write as _};
use std::iter;

use comfy_table::Width::Fixed;
use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Table};
use jiff::Timestamp;
use serde::Serialize;
use terminal_size::{Width, terminal_size};

/// Prints a line to standard output, which belongs to the command's answer.
pub(crate) fn answer(text: impl Display) -> io::Result<()> {
    writeln!(io::stdout().lock(), "{text}")
}

/// Prints a value as JSON, on one line, or says it in words.
pub(crate) fn print<T: Serialize>(
    is_json: bool,
    value: &T,
    words: impl FnOnce(&T) -> String,
) -> anyhow::Result<()> {
    let text = if is_json { serde_json::to_string(value)? } else { words(value) };
    Ok(answer(text)?)
}

/// A column of a table, or a line of what is shown of one thing: its name, and what stands in it.
pub(crate) type Column<'a, T> = (&'static str, &'a dyn Fn(&T) -> String);

/// Prints a list as JSON or as a table; `none` is said to people when there is nothing in it.
pub(crate) fn print_list<T: Serialize>(
    is_json: bool,
    list: &[T],
    columns: &[Column<'_, T>],
    none: &str,
) -> anyhow::Result<()> {
    print(is_json, &list, |list| if list.is_empty() { none.to_owned() } else { table(list, columns) })
}

/// What is known of one thing, a line each; lines without a value are left out. Lines may be long: people copy what
/// stands in them.
pub(crate) fn fields<T>(value: &T, fields: &[Column<'_, T>]) -> String {
    let width = fields.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let texts = fields.iter().map(|(name, field)| (name, plain(&field(value))));
    let lines = texts.filter(|(_, text)| !text.is_empty());
    lines.map(|(name, text)| format!("{name:width$}  {text}")).collect::<Vec<_>>().join("\n")
}

/// Blanks between two columns.
const GAP: u16 = 2;

/// The longest word that is kept whole, if there is room: a client id, which people copy.
const LONGEST_WORD: usize = 43;

/// A table with a heading, as wide as the terminal at most; whoever reads anything else wants a row on one line.
pub(crate) fn table<T>(list: &[T], columns: &[Column<'_, T>]) -> String {
    let heading: Vec<String> = columns.iter().map(|(name, _)| (*name).to_owned()).collect();
    let cells = list.iter().map(|row| columns.iter().map(|(_, cell)| plain(&cell(row))).collect());
    let rows: Vec<Vec<String>> = iter::once(heading).chain(cells).collect();
    let mut table = Table::new();
    table.load_style(NOTHING).add_rows(&rows);
    let rightmost = columns.len() - 1;
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if index == rightmost { 0 } else { GAP }));
    }
    if let (true, Some((Width(width), _))) = (io::stdout().is_terminal(), terminal_size()) {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        let least: Vec<u16> = (0..=rightmost).map(|index| longest_word(&rows, index) + GAP).collect();
        // Where there is no room for all of them, at least what a row is named by is whole.
        let kept = if least.iter().sum::<u16>() <= width + GAP { least.len() } else { 1 };
        for (column, least) in table.column_iter_mut().zip(least).take(kept) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Fixed(least)));
        }
    }
    table.trim_fmt()
}

/// How long the longest word of a column is that is to be kept whole.
fn longest_word(rows: &[Vec<String>], column: usize) -> u16 {
    let words = rows.iter().filter_map(|row| row.get(column)).flat_map(|cell| cell.split_whitespace());
    let longest = words.map(|word| word.chars().count()).max().unwrap_or_default();
    u16::try_from(longest.min(LONGEST_WORD)).unwrap_or(u16::MAX)
}

/// Names and answers come from others: what could move a terminal's cursor is shown as a mark.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// An instant for people, to the second.
pub(crate) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

/// The same of one that there may not be.
pub(crate) fn optional_time(at: Option<Timestamp>) -> String {
    at.map(time).unwrap_or_default()
}

/// What there is, or nothing.
pub(crate) fn optional(value: Option<impl Display>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
