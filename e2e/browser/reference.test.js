// The API's reference: axe, narrow and wide, light and dark, and nothing that reaches over the edge.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Passerelle } from "./support/server.js";
import { launch, Visitor } from "./support/visitor.js";

let browser;
let server;
before(async () => {
  [browser, server] = await Promise.all([launch(), Passerelle.start()]);
});
after(() => Promise.all([browser.close(), server.stop()]));

for (const width of [360, 1440]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`the API's reference at ${width} px, ${colorScheme}`, async () => {
      const viewport = { width, height: 900 };
      const visitor = await Visitor.create(browser, { viewport, colorScheme });
      await visitor.page.goto(`${server.url}/docs/api`);
      assert.deepEqual(await visitor.accessibilityFaults(), []);
      const over = await visitor.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(over, 0, "it scrolls to the side");
      if (width === 360) await visitor.page.locator("summary").click();
      await visitor.page.locator("nav:visible").getByRole("link", { name: "GetTransactions" }).click();
      const heading = visitor.page.locator("#GetTransactions h3");
      assert.ok((await heading.boundingBox()).y < viewport.height, "the contents lead there");
      await visitor.close();
    });
  }
}
