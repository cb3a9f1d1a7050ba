//! Words as people look for them.

/// Lower case without the accents of the languages we speak, for search and for order.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'ö' | 'õ' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ÿ' | 'ý' => folded.push('y'),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            '’' => folded.push('\''),
            other => folded.push(other),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_capitals_make_no_difference() {
        for (one, other) in [
            ("Crédit d’Été", "credit d'ete"),
            ("Österreich", "osterreich"),
            ("GROẞE STRASSE", "große straße"),
            ("Peñón", "PENON"),
            ("Cœur", "coeur"),
            ("Ligação", "ligacao"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
    }
}
