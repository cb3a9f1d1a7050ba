//! The search for a bank, which forgives what people get wrong: accents, capitals, the order of words, slips of the finger,
//! and words that are not finished yet.

use passerelle_locales::fold;
use strsim::osa_distance;

/// What is looked for.
pub(crate) struct Words(Vec<String>);

/// How far a text is from what is looked for: the very words are nearest, then words that begin so, then words that hold it,
/// then words with slips.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Distance {
    slips: usize,
    cost: usize,
}

const SAME: Distance = Distance { slips: 0, cost: 0 };
const BEGINS: Distance = Distance { slips: 0, cost: 1 };
const HOLDS: Distance = Distance { slips: 0, cost: 2 };

/// So short a word is in many others.
const SHORTEST_HELD: usize = 3;

impl Words {
    /// Reads what was typed.
    pub(crate) fn read(typed: &str) -> Self {
        Self(words(typed))
    }

    /// How far texts are from what is looked for; none when a word is not in them.
    pub(crate) fn distance<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Option<Distance> {
        let found: Vec<String> = texts.into_iter().flat_map(words).collect();
        self.0.iter().try_fold(SAME, |sum, word| {
            let nearest = found.iter().filter_map(|found| distance(word, found)).min()?;
            Some(Distance { slips: sum.slips + nearest.slips, cost: sum.cost + nearest.cost })
        })
    }
}

/// What was found, the nearest first; what is alike keeps its order. Slips are forgiven only where nothing matches without.
pub(crate) fn nearest_first<T>(mut found: Vec<(Distance, T)>) -> Vec<T> {
    if found.iter().any(|(distance, _)| distance.slips == 0) {
        found.retain(|(distance, _)| distance.slips == 0);
    }
    found.sort_by_key(|(distance, _)| *distance);
    found.into_iter().map(|(_, it)| it).collect()
}

fn words(text: &str) -> Vec<String> {
    let text = fold(text);
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn distance(word: &str, found: &str) -> Option<Distance> {
    let length = word.chars().count();
    if word == found {
        Some(SAME)
    } else if found.starts_with(word) {
        Some(BEGINS)
    } else if length >= SHORTEST_HELD && found.contains(word) {
        Some(HOLDS)
    } else {
        // A word with a slip may not be finished yet: the nearest beginning counts, a letter missing or too many.
        let beginnings = (length.saturating_sub(1)..=length + 1)
            .map(|length| osa_distance(word, &found.chars().take(length).collect::<String>()));
        let slips = beginnings.fold(osa_distance(word, found), usize::min);
        (slips <= allowed_slips(length)).then_some(Distance { slips, cost: 0 })
    }
}

/// One slip in four letters, two in eight.
const fn allowed_slips(length: usize) -> usize {
    match length {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What each search finds, best first.
    #[test]
    fn what_people_type_finds_what_they_mean() {
        let banks = [
            ("Demo Bank", "test sandbox"),
            ("Banque Aurore", ""),
            ("Banque du Phare", ""),
            ("Caisse des Rives Méditerranée", "marseille nice"),
            ("Caisse des Rives Nord", "lille"),
            ("Lindenhof Bank", ""),
        ];
        let (demo, aurore, phare, sud, nord, linden) = (0, 1, 2, 3, 4, 5);
        let cases: &[(&str, &[usize])] = &[
            ("demo", &[demo]),
            ("DÉMO", &[demo]),
            ("bank", &[demo, linden]),
            ("bamk", &[demo, linden]),
            ("banque", &[aurore, phare]),
            ("bnaque", &[aurore, phare]),
            ("aurroe", &[aurore]),
            ("phare banque", &[phare]),
            ("mediterranee", &[sud]),
            ("méditeranée", &[sud]),
            ("mediteranne", &[sud]),
            ("rives", &[sud, nord]),
            ("nord rives", &[nord]),
            ("lille", &[nord]),
            ("lindnhof", &[linden]),
            ("linden", &[linden]),
            ("lindnho", &[linden]),
            ("hof", &[linden]),
            ("xyz", &[]),
            ("demo nord", &[]),
            ("dem0", &[demo]),
            ("nod", &[]),
        ];
        for (typed, expected) in cases {
            let words = Words::read(typed);
            let found = banks
                .iter()
                .enumerate()
                .filter_map(|(number, (name, keywords))| Some((words.distance([*name, *keywords])?, number)));
            let found = nearest_first(found.collect());
            assert_eq!(&found, expected, "{typed}");
        }
        assert_eq!(
            Words::read(" – ' ").distance(["anything"]),
            Some(SAME),
            "who looks for nothing finds all"
        );
    }
}
