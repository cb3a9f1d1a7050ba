//! What mails say.

use minijinja::{AutoEscape, Environment, context};
use passerelle_locales::{Language, text};

const HTML: &str = include_str!("../templates/code.html");

/// The code that confirms an e-mail address.
#[derive(Clone, Copy)]
pub struct CodeLetter<'a> {
    /// Who asks.
    pub application: &'a str,
    /// The code.
    pub code: &'a str,
    /// For how long it is valid.
    pub minutes: u32,
    /// The reader's language.
    pub language: Language,
}

impl CodeLetter<'_> {
    /// The subject, which is read by whoever looks over a shoulder: without the code.
    pub(crate) fn subject(&self) -> String {
        let (language, application) = (self.language, self.application());
        text(language, "mail-code-subject", &[("application", application.as_str().into())])
    }

    pub(crate) fn plain(&self) -> String {
        let Self { code, .. } = self;
        let [intro, label, valid, never, ignore] = self.sentences();
        format!("{intro}\n\n{label}\n\n    {code}\n\n{valid}\n\n{never}\n\n{ignore}\n")
    }

    pub(crate) fn html(&self) -> String {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        let [intro, label, valid, never, ignore] = self.sentences();
        let subject = self.subject();
        let (language, code) = (self.language.code(), self.code);
        let values = context! { language, subject, code, intro, label, valid, never, ignore };
        environment.render_named_str("code.html", HTML, values).expect("the template is well-formed")
    }

    fn sentences(&self) -> [String; 5] {
        let (language, application) = (self.language, self.application());
        [
            text(language, "mail-code-intro", &[("application", application.as_str().into())]),
            text(language, "mail-code-label", &[]),
            text(language, "mail-code-valid", &[("minutes", self.minutes.into())]),
            text(language, "mail-code-never", &[]),
            text(language, "mail-code-ignore", &[]),
        ]
    }

    /// The application's name on one line.
    fn application(&self) -> String {
        self.application.split(char::is_control).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(application: &str, language: Language) -> CodeLetter<'_> {
        CodeLetter { application, code: "048213", minutes: 10, language }
    }

    #[test]
    fn it_says_who_asks_and_the_code_and_for_how_long() {
        for language in Language::ALL {
            let letter = letter("Bankin & Co", language);
            let subject = letter.subject();
            assert!(subject.contains("Bankin & Co") && !subject.contains("048213"), "{subject}");
            let html = letter.html();
            assert!(html.contains(&format!("<html lang=\"{language}\">")), "{html}");
            for (text, name) in [(letter.plain(), "Bankin & Co"), (html, "Bankin &amp; Co")] {
                for expected in [name, "048213", "10"] {
                    assert!(text.contains(expected), "{language}: no {expected} in {text}");
                }
                assert!(!text.contains("mail-code"), "{text}");
            }
        }
    }

    #[test]
    fn a_name_stays_a_name() {
        let letter = letter("<b>Acme\r\nBcc: other@mail.example", Language::En);
        assert!(!letter.subject().contains(char::is_control), "{}", letter.subject());
        assert!(!letter.html().contains("<b>"), "{}", letter.html());
    }

    #[test]
    fn in_english() {
        insta::assert_snapshot!(letter("Acme", Language::En).plain(), @"
        Acme asks you to confirm that this e-mail address is yours, before you connect a bank account.

        Your code

            048213

        Enter it on the page that you have open. It is valid for 10 minutes.

        Nobody will ever ask you for this code, on the phone or in a message. Whoever does is a fraud.

        You did not ask for it? Then you need not do anything: without the code nothing is connected.
        ");
    }
}
