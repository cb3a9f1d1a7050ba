// What a page weighs, and that nothing on it moves by itself once it is seen.
// With PASSERELLE_WEIGHTS=1 the table of all pages is printed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Application } from "./support/application.js";
import { forEachPage } from "./support/gallery.js";
import { Passerelle } from "./support/server.js";
import { launch } from "./support/visitor.js";
import { Walk } from "./support/ways.js";

const LIMIT_BYTES = 25_000;
/** Half a hundredth of what is called good. */
const LARGEST_SHIFT = 0.0005;

let browser;

before(async () => {
  browser = await launch();
});

after(() => browser?.close());

/** The bytes of a page's answer, stylesheets and scripts as they came over the line, and how far things moved on it. */
async function measure() {
  const navigation = performance.getEntriesByType("navigation")[0];
  const resources = performance.getEntriesByType("resource");
  const sum = (entries) => entries.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
  const named = (ending) => resources.filter(({ name }) => new URL(name).pathname.endsWith(ending));
  const shifts = await new Promise((resolve) => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => setTimeout(() => resolve(seen), 50));
  });
  return {
    html: navigation.encodedBodySize,
    css: sum(named(".css")),
    script: sum(named(".js")),
    shift: shifts.reduce((total, { value, hadRecentInput }) => total + (hadRecentInput ? 0 : value), 0),
  };
}

test("every page is light, and stands still", { timeout: 300_000 }, async () => {
  const measured = {};
  const options = { locale: "de-DE", viewport: { width: 360, height: 740 } };
  await forEachPage(browser, options, async (name, { page }) => {
    measured[name] = await page.evaluate(measure);
  });
  if (process.env.PASSERELLE_WEIGHTS) console.table(measured);
  const pages = Object.entries(measured);
  assert.ok(pages.length >= 35, `${pages.length} pages`);
  const heavy = pages.filter(([, { html, css, script }]) => html + css + script > LIMIT_BYTES);
  assert.deepEqual(Object.fromEntries(heavy), {});
  const restless = pages.filter(([, { shift }]) => shift > LARGEST_SHIFT);
  assert.deepEqual(Object.fromEntries(restless), {});
  for (const [name, { html, css }] of pages) assert.ok(html > 0 && css > 0, `${name} was measured`);
});

test("stylesheet and script come compressed, pages do not", { timeout: 60_000 }, async () => {
  const server = await Passerelle.start();
  const page = await (await browser.newContext()).newPage();
  const encodings = {};
  page.on("response", (answer) => {
    const kind = answer.request().resourceType();
    if (["document", "stylesheet", "script"].includes(kind)) encodings[kind] = answer.headers()["content-encoding"];
  });
  const url = await server.createSession(await server.createUser());
  await page.goto(url, { waitUntil: "load" });
  // A page holds a token beside what was typed: compressed together, its length would tell of it.
  assert.deepEqual(encodings, { document: undefined, stylesheet: "gzip", script: "gzip" });
  await page.context().close();
  await server.stop();
});

test("nothing shifts while it synchronises", { timeout: 60_000 }, async () => {
  const application = await Application.start();
  const server = await Passerelle.start({ "demo.page_delay_ms": 150, "demo.app_approval_ms": 2000 }, application);
  const walk = await Walk.to("approving_in_app", { browser, server, application, login: "app2app" });
  const { page } = walk.visitor;
  const shifts = [];
  await page.exposeFunction("tellShift", (value, state) => shifts.push([state, value]));
  await page.addInitScript(() => {
    const tell = ({ value, hadRecentInput }) =>
      hadRecentInput || window.tellShift(value, document.querySelector("main")?.dataset.state);
    new PerformanceObserver((list) => list.getEntries().forEach(tell)).observe({ type: "layout-shift", buffered: true });
  });
  await page.reload();
  await walk.follow(walk.visitor);
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  assert.deepEqual(shifts, []);
  await walk.arrive();
  await walk.close();
  application.stop();
  await server.stop();
});
