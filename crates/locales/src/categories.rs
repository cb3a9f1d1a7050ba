//! The categories of transactions: two levels, a transaction carries one of the second (spec/openapi-notes.md 10). French
//! names are those of the format, English ones are ours.

use crate::Language;

/// A category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Category {
    /// Its id.
    pub id: i64,
    /// The category it belongs to; none for one of the first level.
    pub parent_id: Option<i64>,
    french: &'static str,
    english: &'static str,
}

impl Category {
    /// Its name: French for readers of French, else English.
    pub const fn name(&self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.french,
            _ => self.english,
        }
    }
}

/// All of them, by id.
pub fn categories() -> &'static [Category] {
    &CATEGORIES
}

/// The category of an id.
pub fn category(id: i64) -> Option<&'static Category> {
    CATEGORIES.binary_search_by_key(&id, |category| category.id).ok().map(|place| &CATEGORIES[place])
}

const fn top(id: i64, french: &'static str, english: &'static str) -> Category {
    Category { id, parent_id: None, french, english }
}

const fn of(parent: i64, id: i64, french: &'static str, english: &'static str) -> Category {
    Category { id, parent_id: Some(parent), french, english }
}

/// By id, for the search.
const CATEGORIES: [Category; 141] = [
    of(160, 1, "A catégoriser", "Uncategorised"),
    top(2, "Entrées d'argent", "Income"),
    of(2, 3, "Autres rentrées", "Other income"),
    of(303, 78, "Virements", "Transfers"),
    of(164, 79, "Frais bancaires", "Bank fees"),
    of(2, 80, "Intérêts", "Interest"),
    of(168, 83, "Restaurants", "Restaurants"),
    of(165, 84, "Auto & Transports - Autres", "Car & transport - other"),
    of(303, 85, "Retraits", "Withdrawals"),
    of(165, 87, "Carburant", "Fuel"),
    of(303, 88, "Chèques", "Cheques"),
    of(164, 89, "Remboursement emprunt", "Loan repayment"),
    of(166, 90, "Dépenses pro - Autres", "Business expenses - other"),
    top(159, "Impôts & Taxes", "Taxes"),
    top(160, "Divers", "Miscellaneous"),
    top(161, "Logement", "Home"),
    top(162, "Achats & Shopping", "Shopping"),
    top(163, "Santé", "Health"),
    top(164, "Banque", "Bank"),
    top(165, "Auto & Transports", "Car & transport"),
    top(166, "Dépenses pro", "Business expenses"),
    top(167, "Scolarité & Enfants", "Education & children"),
    top(168, "Alimentation & Restau.", "Food & dining"),
    top(170, "Loisirs & Sorties", "Leisure & outings"),
    top(171, "Abonnements", "Subscriptions"),
    of(171, 180, "Internet", "Internet"),
    of(162, 183, "Cadeaux", "Gifts"),
    of(162, 184, "High Tech", "High tech"),
    of(162, 186, "Achats & Shopping - Autres", "Shopping - other"),
    of(168, 188, "Alimentation - Autres", "Food - other"),
    of(164, 191, "Débit mensuel carte", "Monthly card debit"),
    of(164, 192, "Epargne", "Savings"),
    of(164, 194, "Hypothèque", "Mortgage"),
    of(164, 195, "Banque - Autres", "Bank - other"),
    of(165, 196, "Transports en commun", "Public transport"),
    of(165, 197, "Billets de train", "Train tickets"),
    of(165, 198, "Billets d'avion", "Plane tickets"),
    of(166, 202, "Publicité", "Advertising"),
    of(166, 203, "Maintenance bureaux", "Office maintenance"),
    of(166, 204, "Frais d'expéditions", "Shipping costs"),
    of(166, 205, "Frais d'impressions", "Printing costs"),
    of(159, 206, "Impôts & Taxes - Autres", "Taxes - other"),
    of(159, 207, "Amendes", "Fines"),
    of(159, 208, "Impôts sur le revenu", "Income tax"),
    of(159, 209, "Impôts fonciers", "Property tax"),
    of(161, 216, "Loyer", "Rent"),
    of(161, 217, "Electricité", "Electricity"),
    of(161, 218, "Gaz", "Gas"),
    of(171, 219, "Câble/Satellite", "Cable & satellite"),
    of(161, 220, "Logement - Autres", "Home - other"),
    of(161, 221, "Décoration", "Decoration"),
    of(161, 222, "Entretien", "Maintenance"),
    of(170, 223, "Loisirs & Sorties - Autres", "Leisure & outings - other"),
    of(170, 224, "Frais Animaux", "Pets"),
    of(170, 226, "Hobbies", "Hobbies"),
    of(170, 227, "Bars/Clubs", "Bars & clubs"),
    of(2, 230, "Salaires", "Salaries"),
    of(2, 231, "Ventes", "Sales"),
    of(2, 232, "Services", "Services"),
    of(2, 233, "Extra", "Extra income"),
    of(315, 235, "Coiffeur", "Hairdresser"),
    of(163, 236, "Pharmacie", "Pharmacy"),
    of(167, 237, "Scolarité & Enfants - Autres", "Education & children - other"),
    of(167, 238, "Fournitures scolaires", "School supplies"),
    of(167, 239, "Ecole", "School"),
    of(167, 240, "Pensions", "Child support"),
    of(167, 241, "Logement étudiant", "Student housing"),
    of(170, 242, "Sport", "Sport"),
    of(162, 243, "Livres", "Books"),
    of(170, 244, "Sorties culturelles", "Cultural outings"),
    of(163, 245, "Mutuelle", "Health insurance"),
    of(161, 246, "Assurance habitation", "Home insurance"),
    of(165, 247, "Assurance véhicule", "Vehicle insurance"),
    of(315, 248, "Cosmétique", "Cosmetics"),
    of(170, 249, "Voyages/Vacances", "Travel & holidays"),
    of(165, 251, "Stationnement", "Parking"),
    of(171, 258, "Téléphonie fixe", "Landline"),
    of(167, 259, "Prêt étudiant", "Student loan"),
    of(168, 260, "Fast foods", "Fast food"),
    of(163, 261, "Médecin", "Doctor"),
    of(162, 262, "Articles de sport", "Sports goods"),
    of(170, 263, "Hôtels", "Hotels"),
    of(165, 264, "Location de véhicule", "Vehicle rental"),
    of(166, 265, "Notes de frais", "Expense reports"),
    of(167, 266, "Jouets", "Toys"),
    of(167, 267, "Baby-sitters & Crèches", "Babysitters & nurseries"),
    of(163, 268, "Santé - Autres", "Health - other"),
    of(170, 269, "Divertissements", "Entertainment"),
    of(166, 270, "Services en ligne", "Online services"),
    of(2, 271, "Dépôt d'argent", "Cash deposits"),
    of(162, 272, "Vêtements/Chaussures", "Clothes & shoes"),
    of(168, 273, "Supermarché/Epicerie", "Supermarket & grocery"),
    of(166, 274, "Fournitures de bureau", "Office supplies"),
    of(160, 276, "Autres dépenses", "Other expenses"),
    of(171, 277, "Téléphonie mobile", "Mobile phone"),
    of(160, 278, "Assurance", "Insurance"),
    of(2, 279, "Retraite", "Pension"),
    of(171, 280, "Abonnements - Autres", "Subscriptions - other"),
    of(2, 282, "Virements internes", "Internal transfers"),
    of(2, 283, "Remboursements", "Refunds"),
    of(165, 288, "Entretien véhicule", "Vehicle maintenance"),
    of(2, 289, "Economies", "Savings"),
    of(161, 293, "Eau", "Water"),
    of(160, 294, "Dons", "Donations"),
    of(159, 302, "Taxes", "Duties"),
    top(303, "Retraits, Chq. et Vir.", "Withdrawals, cheques, transfers"),
    of(164, 306, "Services Bancaires", "Bank services"),
    of(160, 308, "Tabac", "Tobacco"),
    of(165, 309, "Péage", "Tolls"),
    of(170, 310, "Sports d'hiver", "Winter sports"),
    of(168, 313, "Café", "Coffee"),
    of(2, 314, "Loyers reçus", "Rent received"),
    top(315, "Esthétique & Soins", "Beauty & care"),
    of(315, 316, "Spa & Massage", "Spa & massage"),
    of(315, 317, "Esthétique & Soins - Autres", "Beauty & care - other"),
    of(162, 318, "Musique", "Music"),
    of(162, 319, "Films & DVDs", "Films & DVDs"),
    of(170, 320, "Sortie au restaurant", "Dining out"),
    of(315, 321, "Esthétique", "Beauty treatments"),
    of(163, 322, "Opticien/Ophtalmo.", "Optician"),
    of(161, 323, "Extérieur et jardin", "Outdoors and garden"),
    of(160, 324, "Pressing", "Dry cleaning"),
    of(163, 325, "Dentiste", "Dentist"),
    of(303, 326, "Virements internes", "Internal transfers"),
    of(2, 327, "Allocations et pensions", "Allowances and pensions"),
    of(161, 328, "Charges diverses", "Various charges"),
    of(166, 441_886, "Cotisations Sociales", "Social contributions"),
    of(162, 441_888, "Licences", "Licences"),
    of(166, 441_889, "Comptabilité", "Accounting"),
    of(166, 441_890, "Salaires", "Salaries paid"),
    of(166, 441_891, "Rémunérations dirigeants", "Directors' pay"),
    of(166, 441_892, "Frais de recrutement", "Recruitment costs"),
    of(2, 441_893, "Subventions", "Grants"),
    of(2, 441_894, "Emprunt", "Loan received"),
    of(166, 441_895, "Conseils", "Consulting"),
    of(166, 441_896, "Sous-traitance", "Subcontracting"),
    of(166, 441_897, "Prévoyance", "Provident insurance"),
    of(166, 441_898, "Taxe d'apprentissage", "Apprenticeship tax"),
    of(166, 441_899, "Frais juridique", "Legal fees"),
    of(166, 441_900, "Marketing", "Marketing"),
    of(159, 441_988, "TVA", "VAT"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_is_found_and_has_a_parent_of_the_first_level() {
        for found in categories() {
            assert_eq!(category(found.id), Some(found), "in the order of ids");
            let parent = found.parent_id.map(|id| category(id).expect("a parent that exists"));
            assert!(parent.is_none_or(|parent| parent.parent_id.is_none()), "{}", found.id);
        }
        assert_eq!(categories().iter().filter(|category| category.parent_id.is_none()).count(), 15);
        assert_eq!(category(4), None);
    }

    #[test]
    fn names_are_in_the_reader_s_language_or_in_english() {
        let food = category(273).expect("a category");
        assert_eq!(food.name(Language::Fr), "Supermarché/Epicerie");
        assert_eq!(food.name(Language::En), "Supermarket & grocery");
        assert_eq!(food.name(Language::De), "Supermarket & grocery");
    }
}
