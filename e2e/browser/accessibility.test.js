// Every page in every language, looked at once: by axe in light and dark, at the widths that 200 % and 400 % of zoom leave of
// a screen, for the size of what is clicked, and for whatever moves though the reader asked for stillness.

import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { BRANDS, forEachPage, startServers } from "./support/gallery.js";
import { launch } from "./support/visitor.js";

/** Those of a row are looked at on the same walk: each page is loaded again in the next language. */
const LANGUAGES = [
  ["en", "fr", "de", "es"],
  ["it", "pt", "nl"],
];
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

/** One look at a page, in whatever language: what is found, by promise. */
async function look(visitor) {
  const { page } = visitor;
  const found = { light: await visitor.accessibilityFaults(), moving: await page.evaluate(moving) };
  found.targets = await page.evaluate(smallTargets, SMALLEST_TARGET);
  await page.emulateMedia({ colorScheme: "dark" });
  found.dark = await visitor.accessibilityFaults(RULES_OF_COLOUR);
  await page.emulateMedia({ colorScheme: "light" });
  for (const [zoom, viewport] of Object.entries(ZOOMED)) {
    await page.setViewportSize(viewport);
    found[zoom] = await page.evaluate(cutOff);
  }
  found.targets.push(...(await page.evaluate(smallTargets, SMALLEST_TARGET)));
  await page.setViewportSize(WIDE);
  return found;
}

/** One walk; what is found goes into `seen`, by language, then by page. */
async function walk(browser, servers, languages, seen) {
  const options = { locale: "en-GB", viewport: WIDE, reducedMotion: "reduce", colorScheme: "light" };
  const inEach = async (name, visitor) => {
    const { page } = visitor;
    const isOurs = !name.startsWith("the bank's site");
    // A colour of an application says nothing about words.
    const isBranded = Object.keys(BRANDS).some((brand) => name.endsWith(brand));
    for (const language of isBranded ? languages.slice(0, 1) : languages) {
      await page.context().addCookies([{ name: "passerelle_language", value: language, url: page.url() }]);
      await page.reload();
      if (isOurs) assert.equal(await page.locator("html").getAttribute("lang"), language, name);
      (seen[language] ??= {})[name] = await look(visitor);
    }
    await page.context().clearCookies({ name: "passerelle_language" });
  };
  await forEachPage(browser, options, inEach, servers);
}

describe("every page", { concurrency: true, timeout: 1_100_000 }, () => {
  const seen = {};

  before(async () => {
    const [browser, servers] = await Promise.all([launch(), startServers()]);
    try {
      await Promise.all(LANGUAGES.map((languages) => walk(browser, servers, languages, seen)));
    } finally {
      await browser.close();
      await servers.stop();
    }
  });

  for (const language of LANGUAGES.flat()) {
    for (const [promise, name] of [
      ["light", "axe finds nothing, light"],
      ["dark", "axe finds nothing, dark"],
      ["200 %", "nothing scrolls sideways or is cut off at 200 %"],
      ["400 %", "nothing scrolls sideways or is cut off at 400 %"],
      ["targets", "what is clicked is large enough"],
      ["moving", "nothing moves where that is asked for"],
    ]) {
      test(`${name}, ${language}`, () => {
        const pages = Object.entries(seen[language]);
        assert.ok(pages.length >= 35, `${pages.length} pages`);
        const faulty = pages.filter(([, found]) => found[promise].length > 0);
        assert.deepEqual(Object.fromEntries(faulty.map(([page, found]) => [page, found[promise]])), {});
      });
    }
  }
});
