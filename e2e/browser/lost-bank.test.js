// Ways to get lost between us and a bank's own site.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Application } from "./support/application.js";
import { Passerelle } from "./support/server.js";
import { Visitor, launch } from "./support/visitor.js";

const OPTIONS = { timeout: 60_000 };

let browser;
let application;
let server;

before(async () => {
  [browser, application] = await Promise.all([launch(), Application.start()]);
  server = await Passerelle.start({}, application);
});

after(async () => {
  await browser?.close();
  application?.stop();
  await server?.stop();
});

/** A visitor who was sent to the bank. */
async function atTheBank() {
  const user = await server.createUser();
  const url = await server.createSession(user, { provider_id: 576, callback_url: application.callback });
  const visitor = await Visitor.create(browser);
  await visitor.page.goto(url);
  await visitor.act("entering_credentials");
  await visitor.untilAtBank();
  return { user, url, visitor, site: visitor.page.url() };
}

/** Agrees on the bank's site in a page of whichever browser; the address that the bank leads back to. */
async function agree(visitor, site) {
  const returning = visitor.page.waitForRequest(/\/return\?/);
  if (visitor.page.url() !== site) await visitor.page.goto(site);
  await visitor.decide("agree");
  return (await returning).url();
}

async function tab(visitor) {
  return new Visitor(await visitor.page.context().newPage(), ["success"]);
}

/** The rest of the way, with one item at its end. */
async function goOn(visitor, user) {
  await visitor.act("choosing_accounts");
  await visitor.until("succeeded");
  await visitor.finish();
  const told = await visitor.arrival(application);
  const items = await server.items(user);
  assert.deepEqual(items.map(({ status }) => status), [0]);
  assert.deepEqual([told.success, told.user_uuid, told.item_id], ["true", user.uuid, String(items[0].id)]);
  assert.deepEqual(application.told(user).filter((type) => type === "item.created"), ["item.created"]);
}

/** Nobody was connected, and the application is told where the session ended. */
async function cameBackFrom(visitor, user, step) {
  const { success, step: at, item_id } = await visitor.arrival(application);
  assert.deepEqual({ success, at, item_id }, { success: "false", at: step, item_id: undefined });
  assert.deepEqual(await server.items(user), []);
}

describe("between us and the bank", { concurrency: 4 }, () => {
  test("back from the bank in a fresh tab", OPTIONS, async () => {
    const { user, visitor, site } = await atTheBank();
    const fresh = await tab(visitor);
    await agree(fresh, site);
    await goOn(fresh, user);
    // The first tab, still at the bank, comes back by the browser's button to where the session is.
    await visitor.page.goBack();
    await visitor.until("succeeded");
    await visitor.close();
  });

  test("back from the bank in a fresh tab, while the first waits on our page", OPTIONS, async () => {
    const { user, visitor, site } = await atTheBank();
    await visitor.page.goBack();
    await visitor.until("at_bank");
    const fresh = await tab(visitor);
    await agree(fresh, site);
    // Both are where the session is.
    await visitor.until("choosing_accounts");
    await goOn(fresh, user);
    await visitor.act("choosing_accounts");
    await visitor.until("succeeded");
    await visitor.close();
  });

  test("back from the bank twice", OPTIONS, async () => {
    const { user, visitor, site } = await atTheBank();
    const address = await agree(visitor, site);
    await visitor.until("choosing_accounts");
    await visitor.page.goto(address);
    await goOn(visitor, user);
    await visitor.page.goto(address);
    await visitor.until("succeeded");
    await visitor.finish();
    assert.equal((await visitor.arrival(application)).success, "true");
    assert.deepEqual(application.told(user).filter((type) => type === "item.created"), ["item.created"]);
    await visitor.close();
  });

  test("the decision at the bank clicked twice", OPTIONS, async () => {
    const { user, visitor } = await atTheBank();
    await visitor.fill({ login: "success", password: "x" });
    await visitor.page.locator('button[name="continue"]').dblclick();
    await visitor.page.locator('button[name="decision"][value="agree"]').dblclick();
    await goOn(visitor, user);
    await visitor.close();
  });

  test("back from the bank after the session was left", OPTIONS, async () => {
    const { user, url, visitor, site } = await atTheBank();
    const other = await tab(visitor);
    await other.page.goto(url);
    await other.until("at_bank");
    await other.exit();
    await cameBackFrom(other, user, "bank_creds_form");
    await agree(visitor, site);
    await cameBackFrom(visitor, user, "bank_creds_form");
    await visitor.close();
  });

  test("back from the bank in another browser", OPTIONS, async () => {
    const { user, url, visitor, site } = await atTheBank();
    await visitor.page.goto(url);
    await visitor.until("at_bank");
    const elsewhere = await Visitor.create(browser);
    await agree(elsewhere, site);
    await elsewhere.until("confirming_return");
    assert.match(await elsewhere.page.locator("main").innerText(), /Budget & Co[^]*c•••@mail\.example/);
    assert.equal(await visitor.state(), "at_bank", "asking changes nothing");
    await elsewhere.submit();
    await goOn(elsewhere, user);
    await elsewhere.close();
    // The page left behind does not wait for ever: it says where the connection goes on.
    await visitor.until("other_browser");
    await visitor.page.context().close();
  });

  test("back from the bank in another browser, while the first page is hidden", OPTIONS, async () => {
    const { user, url, visitor, site } = await atTheBank();
    await visitor.page.goto(url);
    await visitor.until("at_bank");
    const show = (isShown) =>
      visitor.page.evaluate((hidden) => {
        Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
        document.dispatchEvent(new Event("visibilitychange"));
      }, !isShown);
    await show(false);
    const elsewhere = await Visitor.create(browser);
    await agree(elsewhere, site);
    await elsewhere.act("confirming_return");
    await goOn(elsewhere, user);
    await elsewhere.close();
    assert.equal(await visitor.state(), "at_bank");
    await show(true);
    await visitor.until("other_browser");
    await visitor.page.context().close();
  });

  test("back from the bank in another browser after the session was left", OPTIONS, async () => {
    const { user, url, visitor, site } = await atTheBank();
    await visitor.page.goto(url);
    await visitor.until("at_bank");
    await visitor.exit();
    await cameBackFrom(visitor, user, "bank_creds_form");
    const elsewhere = await Visitor.create(browser);
    await agree(elsewhere, site);
    await elsewhere.act("confirming_return");
    await cameBackFrom(elsewhere, user, "bank_creds_form");
    await elsewhere.close();
    await visitor.close();
  });

  test("the bank's tab closed, and the link opened again", OPTIONS, async () => {
    const { user, url, visitor } = await atTheBank();
    const fresh = await tab(visitor);
    await visitor.page.close();
    await fresh.page.goto(url);
    await fresh.until("at_bank");
    await fresh.page.locator('a[data-action="next"]').click();
    await fresh.decide("agree");
    await goOn(fresh, user);
    await fresh.close();
  });
});

test("the server restarted while the user is at the bank", OPTIONS, async () => {
  const { user, visitor } = await atTheBank();
  await server.restart();
  await visitor.decide("agree");
  await goOn(visitor, user);
  await visitor.page.context().close();
});
