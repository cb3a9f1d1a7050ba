// Pictures of every page: node e2e/browser/screenshots.js OUT_DIR
// 360 and 1,440 px, light and dark, in every language. PASSERELLE_BIN names the server's binary.

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { forEachPage } from "./support/gallery.js";
import { launch } from "./support/visitor.js";

const WIDTHS = [360, 1440];
const SCHEMES = ["light", "dark"];

const directory = process.argv[2];
if (!directory) {
  console.error("usage: node e2e/browser/screenshots.js OUT_DIR");
  process.exit(2);
}
mkdirSync(directory, { recursive: true });

const browser = await launch();
for (const locale of ["en-GB", "fr-FR", "de-DE", "es-ES", "it-IT", "pt-PT", "nl-NL"]) {
  let number = 0;
  await forEachPage(browser, { locale }, async (name, { page }) => {
    number += 1;
    const label = `${String(number).padStart(2, "0")}-${name.replaceAll(/[^A-Za-z0-9]+/g, "-")}`;
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        await page.setViewportSize({ width, height: width < 600 ? 780 : 900 });
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const path = join(directory, `${label}-${locale.slice(0, 2)}-${width}-${colorScheme}.png`);
        await page.screenshot({ path, fullPage: true });
      }
    }
  });
  console.log(`${number} pages in ${locale}`);
}
await browser.close();
