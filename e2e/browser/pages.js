// Pictures of every page in every language, at three widths, light and dark, and an index to look through them:
// node e2e/browser/pages.js OUT_DIR [LANGUAGE...]. PASSERELLE_BIN names the server's binary; `cargo xtask pages` sets it.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { forEachPage } from "./support/gallery.js";
import { launch } from "./support/visitor.js";

const LOCALES = { en: "en-GB", fr: "fr-FR", de: "de-DE", es: "es-ES", it: "it-IT", pt: "pt-PT", nl: "nl-NL" };
const WIDTHS = [360, 768, 1440];
const SCHEMES = ["light", "dark"];

const [directory, ...wanted] = process.argv.slice(2);
const languages = wanted.length > 0 ? wanted : Object.keys(LOCALES);
if (!directory || languages.some((language) => !LOCALES[language])) {
  console.error(`usage: node e2e/browser/pages.js OUT_DIR [${Object.keys(LOCALES).join("|")}]...`);
  process.exit(2);
}
mkdirSync(directory, { recursive: true });

/** By page, the files of each language. */
const taken = new Map();

const browser = await launch();
for (const language of languages) {
  let number = 0;
  await forEachPage(browser, { locale: LOCALES[language] }, async (name, { page }) => {
    number += 1;
    const label = `${String(number).padStart(2, "0")}-${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;
    const files = [];
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        await page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const file = `${label}-${language}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: join(directory, file), fullPage: true });
        files.push({ file, width, colorScheme });
      }
    }
    const ofPage = taken.get(name) ?? taken.set(name, []).get(name);
    ofPage.push({ language, files });
  });
  console.log(`${number} pages in ${language}`);
}
await browser.close();
writeFileSync(join(directory, "index.html"), index());
console.log(`look at ${join(directory, "index.html")}`);

function index() {
  const picture = ({ file, width, colorScheme }) =>
    `<a href="${file}"><img loading="lazy" src="${file}" alt="${width} px, ${colorScheme}" title="${width} px, ${colorScheme}"></a>`;
  const row = ({ language, files }) => `<tr><th>${language}</th><td>${files.map(picture).join("")}</td></tr>`;
  const section = ([name, rows], number) =>
    `<h2 id="p${number}">${name}</h2><table>${rows.map(row).join("")}</table>`;
  const pages = [...taken];
  const contents = pages.map(([name], number) => `<li><a href="#p${number}">${name}</a></li>`).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pages of the Connect flow</title>
<style>body{font:1rem/1.5 system-ui;margin:2rem;background:#ddd}img{height:22rem;margin:.25rem;border:1px solid #888;vertical-align:top}
th{vertical-align:top;padding:.5rem}td{white-space:nowrap}ol{columns:3}</style>
<h1>Pages of the Connect flow</h1><ol>${contents}</ol>${pages.map(section).join("\n")}</html>`;
}
