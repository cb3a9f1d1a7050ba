// axe finds nothing wrong on any page, and no page is wider than a phone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { forEachPage } from "./support/gallery.js";
import { launch } from "./support/visitor.js";

let browser;

before(async () => {
  browser = await launch();
});

after(async () => browser?.close());

for (const [locale, colorScheme, width] of [
  ["en-GB", "light", 1440],
  ["fr-FR", "dark", 360],
  // The longest words.
  ["de-DE", "light", 360],
]) {
  test(`pages in ${locale}, ${colorScheme}, ${width} px`, { timeout: 300_000 }, async () => {
    const faults = {};
    await forEachPage(browser, { locale, colorScheme, viewport: { width, height: 800 } }, async (name, visitor) => {
      const found = await visitor.accessibilityFaults();
      const overflow = await visitor.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) found.push(`${overflow} px too wide`);
      if (found.length > 0) faults[name] = found;
    });
    assert.deepEqual(faults, {});
  });
}
