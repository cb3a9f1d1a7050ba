// Every page in every language, looked at once: by axe in light and dark, at the widths that 200 % and 400 % of zoom leave of
// a screen, for the size of what is clicked, and for whatever moves though the reader asked for stillness.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { forEachPage, startServers } from "./support/gallery.js";
import { launch } from "./support/visitor.js";

const LOCALES = ["en-GB", "fr-FR", "de-DE", "es-ES", "it-IT", "pt-PT", "nl-NL"];
const WIDE = { width: 1280, height: 800 };
/** 1280 px at 200 % and at 400 %. */
const ZOOMED = { "200 %": { width: 640, height: 512 }, "400 %": { width: 320, height: 512 } };
/** Darkness changes colours, and nothing else that axe looks at. */
const RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"];
/** WCAG 2.2, 2.5.8. */
const SMALLEST_TARGET = 24;

/** What reaches over the edge or is cut off. */
function cutOff() {
  const faults = [];
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`scrolls by ${scrollWidth - clientWidth} px`);
  for (const element of document.body.querySelectorAll("*:not(svg *, option)")) {
    if (element.closest(".unseen, [hidden], script, noscript") || !element.checkVisibility()) continue;
    const { left, right, width } = element.getBoundingClientRect();
    const isClipped = getComputedStyle(element).overflowX !== "visible" && !element.matches("input, select, progress, svg");
    const isOver = width > 0 && (left < -1 || right > clientWidth + 1);
    if (isOver || (isClipped && element.scrollWidth > element.clientWidth + 1)) faults.push(element.outerHTML.slice(0, 200));
  }
  return faults;
}

/** What is clicked and smaller than it may be. Links within a sentence may be as high as its line. */
function smallTargets(smallest) {
  const faults = [];
  for (const element of document.querySelectorAll("a[href], button, input:not([type=hidden]), select")) {
    if (!element.checkVisibility()) continue;
    const target = element.closest("label") ?? element;
    const isInSentence = target.matches("a") && getComputedStyle(target).display === "inline";
    const { width, height } = target.getBoundingClientRect();
    if (!isInSentence && (width < smallest || height < smallest)) faults.push(`${width} x ${height}: ${target.outerHTML.slice(0, 200)}`);
  }
  return faults;
}

/** What moves. */
function moving() {
  return document.getAnimations().filter(({ playState }) => playState !== "finished").map(({ effect }) => effect.target.outerHTML.slice(0, 200));
}

/** Faults by promise, then by page. */
async function lookAt(browser, locale, servers) {
  const faults = {};
  let pages = 0;
  const note = (promise, name, found) => {
    const ofPromise = (faults[promise] ??= {});
    if (found.length > 0) ofPromise[name] = found;
  };
  const options = { locale, viewport: WIDE, reducedMotion: "reduce", colorScheme: "light" };
  await forEachPage(
    browser,
    options,
    async (name, visitor) => {
      const { page } = visitor;
      pages += 1;
      note("light", name, await visitor.accessibilityFaults());
      note("moving", name, await page.evaluate(moving));
      note("targets", name, await page.evaluate(smallTargets, SMALLEST_TARGET));
      await page.emulateMedia({ colorScheme: "dark" });
      note("dark", name, await visitor.accessibilityFaults(RULES_OF_COLOUR));
      await page.emulateMedia({ colorScheme: "light" });
      for (const [zoom, viewport] of Object.entries(ZOOMED)) {
        await page.setViewportSize(viewport);
        note(zoom, name, await page.evaluate(cutOff));
        note("targets", `${name}, ${zoom}`, await page.evaluate(smallTargets, SMALLEST_TARGET));
      }
      await page.setViewportSize(WIDE);
    },
    servers,
  );
  return { faults, pages };
}

describe("every page", { concurrency: true, timeout: 400_000 }, () => {
  const seen = {};

  before(async () => {
    const [browser, servers] = await Promise.all([launch(), startServers()]);
    try {
      await Promise.all(LOCALES.map(async (locale) => (seen[locale] = await lookAt(browser, locale, servers))));
    } finally {
      await browser.close();
      await servers.stop();
    }
  });

  for (const locale of LOCALES) {
    for (const [promise, name] of [
      ["light", "axe finds nothing, light"],
      ["dark", "axe finds nothing, dark"],
      ["200 %", "nothing scrolls sideways or is cut off at 200 %"],
      ["400 %", "nothing scrolls sideways or is cut off at 400 %"],
      ["targets", "what is clicked is large enough"],
      ["moving", "nothing moves where that is asked for"],
    ]) {
      test(`${name}, ${locale}`, () => {
        assert.ok(seen[locale].pages >= 35, `${seen[locale].pages} pages`);
        assert.deepEqual(seen[locale].faults[promise], {});
      });
    }
  }
});
