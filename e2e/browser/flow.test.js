// One walk of each kind in Chromium, with script and without. The callback is on another origin, which sends the browser on to a third.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { Application } from "./support/application.js";
import { Passerelle } from "./support/server.js";
import { Visitor, launch } from "./support/visitor.js";

const TO_CHOICE = ["choosing_provider", "entering_credentials", "choosing_accounts"];
const TO_CODE = ["choosing_provider", "entering_credentials", "answering_code"];
const TO_SUCCESS = [...TO_CHOICE, "succeeded"];

/** Asks again until it is so; the test's own time limit ends it. */
async function until(isSo) {
  while (!(await isSo())) await sleep(20);
}

let browser;
let application;
let server;
let slow;

before(async () => {
  [browser, application, server, slow] = await Promise.all([
    launch(),
    Application.start(),
    Passerelle.start(),
    Passerelle.start({ "connect.pending_after_ms": 100, "demo.slow_ms": 4000 }),
  ]);
});

after(async () => {
  await browser?.close();
  application?.stop();
  await Promise.all([server?.stop(), slow?.stop()]);
});

for (const script of [true, false]) {
  describe(script ? "with script" : "without script", () => {
    /** A walk: a fresh user and session, and a browser of its own that must have nothing to complain about. */
    const walk = (name, { logins, body, on = () => server }, steps) =>
      test(name, { timeout: 60_000 }, async () => {
        const user = await on().createUser();
        const url = await on().createSession(user, body?.(application) ?? { callback_url: application.callback });
        const visitor = await Visitor.create(browser, { script, logins });
        await steps(visitor, url, user);
        await visitor.close();
      });

    walk("finished", {}, async (visitor, url, user) => {
      await visitor.walk(url, ...TO_SUCCESS);
      assert.equal(await visitor.step(), "sync_success");
      await visitor.finish();
      const [item] = await server.items(user);
      assert.deepEqual(await visitor.arrival(application), {
        bridge: "connected",
        source: "connect",
        success: "true",
        user_uuid: user.uuid,
        item_id: String(item.id),
      });
      assert.equal(item.status, 0);
    });

    walk("finished by the exit link", {}, async (visitor, url) => {
      await visitor.walk(url, ...TO_SUCCESS);
      await visitor.page.locator('a[data-action="exit"]').first().click();
      assert.equal((await visitor.arrival(application)).success, "true");
    });

    walk("left at the bank list", {}, async (visitor, url, user) => {
      await visitor.walk(url, "choosing_provider");
      await visitor.exit();
      assert.deepEqual(await visitor.arrival(application), {
        bridge: "connected",
        source: "connect",
        success: "false",
        user_uuid: user.uuid,
        step: "highlighted_banks",
      });
    });

    walk("left at the code", { logins: ["otp"] }, async (visitor, url, user) => {
      await visitor.walk(url, ...TO_CODE);
      await visitor.exit();
      assert.equal((await visitor.arrival(application)).step, "otp_form");
      const [item] = await server.items(user);
      assert.ok([-2, 1010].includes(item.status));
    });

    walk("exit taken back", {}, async (visitor, url) => {
      await visitor.walk(url, "choosing_provider", "entering_credentials");
      await visitor.page.locator('a[data-action="exit"]').first().click();
      await visitor.until("confirming_exit");
      await visitor.page.goBack();
      await visitor.act("entering_credentials");
      await visitor.until("choosing_accounts");
    });

    walk("a code, at first none", { logins: ["otp"] }, async (visitor, url) => {
      await visitor.walk(url, ...TO_CODE);
      await visitor.submit();
      await visitor.page.locator('[role="alert"]').first().waitFor();
      assert.equal(await visitor.state(), "answering_code");
      await visitor.act("answering_code");
      await visitor.act("choosing_accounts");
      await visitor.until("succeeded");
      await visitor.finish();
      assert.equal((await visitor.arrival(application)).success, "true");
    });

    walk("a wrong code", { logins: ["otp_fail"] }, async (visitor, url) => {
      await visitor.walk(url, ...TO_CODE, "answering_code");
      await visitor.page.locator('main[data-state="answering_code"] [role="alert"]').first().waitFor();
      await visitor.exit();
      assert.equal((await visitor.arrival(application)).step, "otp_form");
    });

    walk("approved in the app", { logins: ["app2app"] }, async (visitor, url) => {
      await visitor.walk(url, ...TO_SUCCESS);
      await visitor.finish();
      assert.equal((await visitor.arrival(application)).success, "true");
    });

    walk("failed, then right", { logins: ["402", "success"] }, async (visitor, url) => {
      await visitor.walk(url, "choosing_provider", "entering_credentials", "failed");
      assert.equal(await visitor.step(), "sync_error");
      await visitor.act("failed");
      for (const state of ["editing_credentials", "choosing_accounts"]) await visitor.act(state);
      await visitor.until("succeeded");
      await visitor.finish();
      assert.equal((await visitor.arrival(application)).success, "true");
    });

    walk("failed and left", { logins: ["1005_CLOSED_ACCOUNT"] }, async (visitor, url) => {
      await visitor.walk(url, "choosing_provider", "entering_credentials", "failed");
      await visitor.finish();
      const told = await visitor.arrival(application);
      assert.deepEqual([told.success, told.step, told.item_id], ["false", "sync_error", undefined]);
    });

    walk("pending and left", { logins: ["slow"], on: () => slow }, async (visitor, url, user) => {
      await visitor.walk(url, ...TO_CHOICE, "pending");
      await visitor.finish();
      const told = await visitor.arrival(application);
      const [item] = await slow.items(user);
      assert.deepEqual([told.success, told.step, told.item_id], ["false", "sync_pending", String(item.id)]);
    });

    walk("pending, waited for", { logins: ["slow"], on: () => slow }, async (visitor, url) => {
      await visitor.walk(url, ...TO_CHOICE, "pending");
      await visitor.until("succeeded");
    });

    walk("no callback", { body: () => ({}) }, async (visitor, url) => {
      await visitor.walk(url, ...TO_SUCCESS);
      await visitor.finish();
      await visitor.untilUrl(`${url}/end`);
      assert.equal(await visitor.page.locator('[data-action="finish"]').count(), 0);
      assert.equal(await visitor.step(), "sync_success");
    });

    walk("no callback, left", { body: () => ({}) }, async (visitor, url) => {
      await visitor.walk(url, "choosing_provider");
      await visitor.exit();
      await visitor.until("left");
      assert.equal(await visitor.step(), "highlighted_banks");
    });

    walk("reload and back", { logins: ["otp"] }, async (visitor, url, user) => {
      await visitor.walk(url, ...TO_CODE);
      await visitor.page.reload();
      await visitor.until("answering_code");
      await visitor.page.goBack();
      await visitor.until("answering_code");
      await visitor.page.goto(url);
      await visitor.act("answering_code");
      await visitor.act("choosing_accounts");
      await visitor.until("succeeded");
      await visitor.page.reload();
      await visitor.until("succeeded");
      await visitor.finish();
      await visitor.arrival(application);
      await visitor.page.goBack();
      await visitor.until("succeeded");
      assert.equal((await server.items(user)).length, 1);
    });

    walk("second tab", { logins: ["otp"] }, async (visitor, url) => {
      await visitor.walk(url, ...TO_CODE);
      const other = new Visitor(await visitor.page.context().newPage(), ["otp"]);
      await other.walk(url, "answering_code", "choosing_accounts", "succeeded");
      await visitor.page.reload();
      await visitor.until("succeeded");
      assert.deepEqual(other.complaints, []);
    });

    const site = { body: ({ callback }) => ({ provider_id: 576, callback_url: callback }) };

    walk("agreed on the bank's own site", site, async (visitor, url) => {
      await visitor.page.goto(url);
      await visitor.act("entering_credentials");
      await visitor.decide("agree");
      await visitor.act("choosing_accounts");
      await visitor.until("succeeded");
      await visitor.finish();
      assert.equal((await visitor.arrival(application)).success, "true");
    });

    walk("refused on the bank's own site, then agreed", site, async (visitor, url, user) => {
      await visitor.page.goto(url);
      await visitor.act("entering_credentials");
      await visitor.decide("refuse");
      await visitor.until("failed");
      assert.deepEqual(await server.items(user), []);
      await visitor.submit();
      await visitor.decide("agree");
      await visitor.until("choosing_accounts");
    });

    walk("back from the bank by the browser's button", site, async (visitor, url) => {
      await visitor.page.goto(url);
      await visitor.act("entering_credentials");
      await visitor.untilAtBank();
      await visitor.page.goBack();
      await visitor.until("at_bank");
      await visitor.page.locator('a[data-action="next"]').click();
      await visitor.decide("agree");
      await visitor.until("choosing_accounts");
    });

    walk("back from the bank in another browser", site, async (visitor, url) => {
      await visitor.page.goto(url);
      await visitor.act("entering_credentials");
      await visitor.untilAtBank();
      const elsewhere = await Visitor.create(browser, { script });
      await elsewhere.page.goto(visitor.page.url());
      await elsewhere.decide("agree");
      await elsewhere.act("confirming_return");
      await elsewhere.act("choosing_accounts");
      await elsewhere.until("succeeded");
      await elsewhere.close();
    });

    walk("French", {}, async (visitor, url) => {
      await visitor.walk(url, "choosing_provider");
      assert.equal(await visitor.page.locator("html").getAttribute("lang"), "en");
      await visitor.page.locator('form[data-action="language"] [value="fr"]').first().click();
      await visitor.page.locator('html[lang="fr"]').waitFor({ state: "attached" });
      await visitor.until("choosing_provider");
    });
  });
}

test("a waiting page hears nothing while it is hidden, and catches up when it is seen again", { timeout: 60_000 }, async () => {
  const user = await slow.createUser();
  const visitor = await Visitor.create(browser, { logins: ["slow"] });
  const { page } = visitor;
  const isStream = (request) => request.url().endsWith("/events");
  // Headless pages are never hidden, so this one is told that it is.
  const show = (isShown) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, !isShown);
  await visitor.walk(await slow.createSession(user, {}), ...TO_CHOICE, "pending");
  const ended = page.waitForEvent("requestfailed", isStream);
  await show(false);
  await ended;
  await until(async () => (await slow.items(user))[0].status === 0);
  assert.equal(await visitor.state(), "pending");
  await show(true);
  await visitor.until("succeeded");
  await visitor.close();
});
