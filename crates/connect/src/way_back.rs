//! The way back to the application, or to our status page.

use passerelle_domain::callback::WayBack;
use passerelle_web::pages::Finish;
use url::Url;

use crate::visit::Visit;

impl Visit {
    /// The callback URL with what happened; none without one, or when the application no longer allows its domain, which
    /// is checked here once more.
    pub(crate) fn callback(&self, way_back: &WayBack) -> Option<Url> {
        let url = self.session.request.callback_url.as_ref()?;
        let allowed = url.check(self.application.environment, &self.application.redirect_domains);
        allowed.ok().map(|()| url.enriched(self.application.callback_mode, way_back))
    }

    /// True when the session had a callback URL that may not be used any more.
    pub(crate) fn is_callback_refused(&self) -> bool {
        let Some(url) = &self.session.request.callback_url else { return false };
        url.check(self.application.environment, &self.application.redirect_domains).is_err()
    }

    /// The main way out of a page that says how it ended. From success it leads straight to the application.
    pub(crate) fn finish(&self) -> Finish {
        let way_back = self.session.way_back();
        let callback = way_back.as_ref().and_then(|way_back| self.callback(way_back));
        let is_success = way_back.is_some_and(|way_back| way_back.outcome.is_success());
        match callback {
            Some(url) if is_success => Finish { href: url.into(), leads_to_application: true },
            callback => Finish { href: self.path("end"), leads_to_application: callback.is_some() },
        }
    }
}
