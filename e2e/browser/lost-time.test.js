// The clock past each limit, while a browser stands on a page: the page says so, and leads back with the last step.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { Application } from "./support/application.js";
import { Passerelle } from "./support/server.js";
import { Visitor, launch } from "./support/visitor.js";
import { Walk, isWaiting } from "./support/ways.js";

const OPTIONS = { timeout: 60_000 };
const IDLE_MS = 6000;
const LIFETIME_MS = 12_000;

let browser;
let application;

before(async () => {
  [browser, application] = await Promise.all([launch(), Application.start()]);
});

after(async () => {
  await browser?.close();
  application?.stop();
});

/** Tests with a server of their own. */
function withServer(name, settings, tests) {
  describe(name, { concurrency: 3 }, () => {
    let server;
    before(async () => {
      server = await Passerelle.start(settings, application);
    });
    after(() => server?.stop());
    tests(() => server);
  });
}

/** Until the idle time is over for sure. */
const pass = () => sleep(IDLE_MS + 300);

/** Waiting pages wait for ever, so that time can pass there. */
const HELD = { "demo.app_approval_ms": 600_000, "demo.slow_ms": 600_000 };

/** What the application is told after a limit passed at a stop, and the statuses of the items that are there then. */
const LAST = [
  { stop: "choosing_provider", step: "highlighted_banks", items: [] },
  { stop: "entering_credentials", step: "bank_creds_form", items: [] },
  { stop: "answering_code", step: "otp_form", items: [1010] },
  { stop: "choosing_accounts", step: "sync_in_progress", items: [0] },
  { stop: "approving_in_app", step: "otp_form", login: "app2app", items: [1010] },
  // It goes on by itself.
  { stop: "synchronising", step: "sync_in_progress", login: "slow", items: [-2] },
];

async function walkTo({ stop, login = "otp" }, server, { body, script } = {}) {
  return Walk.to(stop, { browser, server, application, login, body, script });
}

/** The browser came back to the application, which is told that it did not succeed, and of the last step. */
async function toldOf({ step, items }, walk, server) {
  assert.deepEqual(await walk.visitor.arrival(application), {
    bridge: "connected",
    source: "connect",
    success: "false",
    user_uuid: walk.user.uuid,
    step,
  });
  assert.deepEqual((await server.items(walk.user)).map(({ status }) => status), items);
}

for (const [name, settings, limit, stops] of [
  ["idle for too long", { ...HELD, "connect.idle_ms": IDLE_MS }, IDLE_MS, LAST],
  ["open for too long", { ...HELD, "connect.lifetime_ms": LIFETIME_MS }, LIFETIME_MS, LAST.slice(-3)],
]) {
  withServer(name, settings, (server) => {
    for (const last of stops) {
      test(`${name}, at ${last.stop}`, OPTIONS, async () => {
        const walk = await walkTo(last, server());
        // The page leads back by itself.
        await toldOf(last, walk, server());
        // So does the link.
        await walk.visitor.page.goto(walk.url);
        await toldOf(last, walk, server());
        await walk.close();
      });

      if (isWaiting(last.stop)) continue;
      test(`${name}, at ${last.stop}, and sent too late`, OPTIONS, async () => {
        const walk = await walkTo(last, server(), { script: false });
        await sleep(limit + 300);
        // What is sent too late is not taken; the page that answers leads back.
        await walk.visitor.act(last.stop);
        await toldOf(last, walk, server());
        await walk.close();
      });
    }
  });
}

withServer("idle for too long, without a callback", { ...HELD, "connect.idle_ms": IDLE_MS }, (server) => {
  test("idle for too long, without a callback", OPTIONS, async () => {
    const walk = await walkTo({ stop: "entering_credentials" }, server(), { body: { callback_url: undefined } });
    await walk.visitor.until("expired");
    assert.equal(await walk.visitor.step(), "bank_creds_form");
    assert.match(await walk.visitor.page.locator("main").innerText(), /start again from there/);
    await walk.close();
  });

  test("back from the bank too late, here and in another browser", OPTIONS, async () => {
    const user = await server().createUser();
    const url = await server().createSession(user, { provider_id: 576, callback_url: application.callback });
    const here = await Visitor.create(browser);
    await here.page.goto(url);
    await here.act("entering_credentials");
    await here.untilAtBank();
    const elsewhere = await Visitor.create(browser);
    await elsewhere.page.goto(here.page.url());
    await pass();
    await here.decide("agree");
    await elsewhere.decide("agree");
    await elsewhere.act("confirming_return");
    for (const visitor of [here, elsewhere]) {
      const { success, step } = await visitor.arrival(application);
      assert.deepEqual({ success, step }, { success: "false", step: "bank_creds_form" });
      await visitor.close();
    }
    assert.deepEqual(await server().items(user), []);
  });
});

withServer("the bank's own limits", { "demo.app_expiry_ms": 300, "connect.pending_after_ms": 100, "demo.slow_ms": 2500 }, (server) => {
  test("the approval in the app comes too late", OPTIONS, async () => {
    const walk = await walkTo({ stop: "failed", login: "app2app_expiry" }, server());
    assert.equal(await walk.visitor.step(), "sync_error");
    assert.match(await walk.visitor.page.locator("main").innerText(), /Confirm again/);
    await walk.visitor.finish();
    await toldOf({ step: "sync_error", items: [1010] }, walk, server());
    await walk.close();
  });

  test("the synchronisation takes too long, and is waited for", OPTIONS, async () => {
    const walk = await walkTo({ stop: "pending", login: "slow" }, server());
    await walk.visitor.until("succeeded");
    await walk.arrive();
    await walk.close();
  });

  test("the synchronisation takes too long, and the user comes back by the link", OPTIONS, async () => {
    const walk = await walkTo({ stop: "pending", login: "slow" }, server());
    await walk.visitor.page.goto(application.start);
    await walk.visitor.page.goto(walk.url);
    await walk.visitor.until("succeeded");
    await walk.arrive();
    await walk.close();
  });
});

withServer("asked in time", { "connect.idle_ms": 8000 }, (server) => {
  test("who is asked in time stays, and loses nothing", OPTIONS, async () => {
    const walk = await walkTo({ stop: "entering_credentials" }, server());
    const { page } = walk.visitor;
    await walk.visitor.fill({ login: "otp" });
    const notice = page.locator('[role="alertdialog"]');
    await notice.waitFor();
    await notice.locator("button").click();
    await notice.waitFor({ state: "hidden" });
    await sleep(3000);
    assert.equal(await page.locator('input[name="login"]').inputValue(), "otp");
    await walk.visitor.fill({ password: "any password" });
    await walk.visitor.submit();
    await walk.visitor.until("answering_code");
    await walk.close();
  });
});
