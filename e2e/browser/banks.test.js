// A walk through each kind of bank beside the Demo Bank. All of their ways are walked without a browser in
// tests/test_bank_kinds.py.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Application } from "./support/application.js";
import { Passerelle } from "./support/server.js";
import { Visitor, launch } from "./support/visitor.js";

let server;
let browser;
let application;

before(async () => {
  [application, server, browser] = await Promise.all([
    Application.start(),
    Passerelle.start(),
    launch(),
  ]);
});

after(() => Promise.all([application?.stop(), server?.stop(), browser?.close()]));

/** From the bank's form to the callback; `ask` is what happens between the form and the choice of accounts. */
async function connect(provider, ask, { login = "success", state = "choosing_accounts", script = true } = {}) {
  const user = await server.createUser();
  const url = await server.createSession(user, { callback_url: application.callback, provider_id: provider });
  const visitor = await Visitor.create(browser, { logins: [login], script });
  await visitor.walk(url, "entering_credentials");
  await visitor.act("entering_credentials");
  await ask(visitor);
  await visitor.act("choosing_accounts");
  if (state !== "choosing_accounts") await visitor.act(state);
  await visitor.until("succeeded");
  await visitor.finish();
  const query = await visitor.arrival(application);
  assert.equal(query.success, "true");
  await visitor.close();
}

/** The picture is there to be seen, not only asked for. */
async function seesPicture({ page }) {
  const picture = page.locator(".picture img");
  await picture.waitFor();
  await page.waitForFunction(() => document.querySelector(".picture img").naturalWidth > 0);
  assert.ok(await picture.getAttribute("alt"));
}

test("numbers and a second password", () => connect(577, async () => {}));

test("a choice of ways, another one after all, and a new code", () =>
  connect(578, async (visitor) => {
    await visitor.until("choosing_method");
    await visitor.page.locator('button[name="method"][value="sms"]').click();
    await visitor.until("answering_code");
    await visitor.page.locator('button[name="other_method"]').click();
    await visitor.until("choosing_method");
    await visitor.page.locator('button[name="method"][value="photo"]').click();
    await visitor.until("answering_code");
    await seesPicture(visitor);
    await visitor.page.locator('button[name="new_code"]').click();
    await visitor.page.locator('main[data-state="answering_code"] .note').waitFor();
    await visitor.act("answering_code");
  }));

test("a QR code is seen", async (context) => {
  // Nobody reads it, so the page stays.
  const held = await Passerelle.start({ "demo.app_approval_ms": 600_000 });
  context.after(() => held.stop());
  const url = await held.createSession(await held.createUser(), { callback_url: application.callback, provider_id: 579 });
  const visitor = await Visitor.create(browser);
  await visitor.walk(url, "entering_credentials", "approving_in_app");
  await seesPicture(visitor);
  await visitor.close();
});

for (const script of [true, false]) {
  test(`a QR code, ${script ? "with" : "without"} script`, () => connect(579, async () => {}, { script }));
}

test("business accounts", () => connect(574, async () => {}, { login: "pro", state: "attesting_pro" }));
