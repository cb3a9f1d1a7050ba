// Ways to get lost, at each stop of the flow: whoever takes one finds the page where the session is, goes on from there to
// the application, and nothing was done twice.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Application } from "./support/application.js";
import { Passerelle } from "./support/server.js";
import { HELD, Walk, isWaiting } from "./support/ways.js";
import { launch } from "./support/visitor.js";

const OPTIONS = { timeout: 60_000 };

let browser;
let application;
let server;

before(async () => {
  [browser, application] = await Promise.all([launch(), Application.start()]);
  server = await Passerelle.start(HELD, application);
});

after(async () => {
  await browser?.close();
  application?.stop();
  await server?.stop();
});

/** What somebody does at a stop. */
const WAYS = {
  async reload({ visitor }) {
    await visitor.page.reload();
  },

  async back({ visitor }) {
    await visitor.page.goBack();
    // From the first of our pages it leads to the application.
    if (visitor.page.url() === application.start) await visitor.page.goForward();
  },

  async "back and forward"({ visitor }) {
    await visitor.page.goBack();
    await visitor.page.goForward();
  },

  async "the link opened again"({ visitor, url }) {
    await visitor.page.goto(url);
  },

  async "the tab closed, and the link opened again"(walk) {
    const visitor = await walk.newTab();
    await walk.visitor.page.close();
    await visitor.page.goto(walk.url);
    walk.visitor = visitor;
  },
};

describe("at each stop of the flow", { concurrency: 4 }, () => {
  for (const [name, getLost] of Object.entries(WAYS)) {
    for (const login of ["otp", "app2app"]) {
      test(`${name} (${login})`, OPTIONS, async () => {
        const walk = await Walk.to("choosing_provider", { browser, server, application, login });
        await walk.goOn({ atEach: (stop) => getLost(walk, stop) });
        await walk.arrive();
        await walk.close();
      });
    }
  }

  for (const stop of ["entering_credentials", "approving_in_app", "synchronising"]) {
    test(`script switched off half-way (${stop})`, OPTIONS, async () => {
      const walk = await Walk.to(stop, { browser, server, application, login: "app2app" });
      const { page } = walk.visitor;
      const devtools = await page.context().newCDPSession(page);
      await devtools.send("Emulation.setScriptExecutionDisabled", { value: true });
      // A page that moved by script stands still now; loaded again, it moves without.
      if (isWaiting(stop)) await page.reload();
      await walk.follow(walk.visitor);
      await walk.arrive();
      await walk.close();
    });

    test(`two tabs of one session (${stop})`, OPTIONS, async () => {
      const walk = await Walk.to(stop, { browser, server, application, login: "app2app" });
      const second = await walk.newTab();
      await second.page.goto(walk.url);
      await walk.follow(second);
      // The first tab: what waits comes along by itself, and an old form leads to where the session is.
      await walk.follow(walk.visitor);
      await walk.arrive(second);
      await walk.arrive();
      assert.deepEqual(second.complaints, []);
      await walk.close();
    });
  }
});

for (const script of [true, false]) {
  test(`every button clicked twice, ${script ? "with" : "without"} script`, OPTIONS, async () => {
    const walk = await Walk.to("choosing_provider", { browser, server, application, script });
    walk.visitor.click = (button) => button.dblclick();
    await walk.goOn();
    await walk.arrive();
    await walk.close();
  });
}

test("two sessions in one browser", OPTIONS, async () => {
  const one = await Walk.to("entering_credentials", { browser, server, application });
  const user = await server.createUser();
  const callback_url = `${application.callback}&session=two`;
  const url = await server.createSession(user, { callback_url });
  const other = await one.newTab();
  await other.walk(url, "choosing_provider", "entering_credentials");
  await one.visitor.act("entering_credentials");
  await other.act("entering_credentials");
  for (const stop of ["answering_code", "choosing_accounts"]) {
    for (const visitor of [other, one.visitor]) await visitor.act(stop);
  }
  for (const visitor of [other, one.visitor]) await visitor.until("succeeded");
  await one.arrive();
  await other.finish();
  const told = await other.arrival(application);
  const [item] = await server.items(user);
  assert.deepEqual([told.session, told.user_uuid, told.item_id], ["two", user.uuid, String(item.id)]);
  assert.equal(application.told(user).filter((type) => type === "item.created").length, 1);
  await one.close();
});

test("the link opened in another browser", OPTIONS, async () => {
  const walk = await Walk.to("entering_credentials", { browser, server, application });
  const context = await browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(walk.url);
  await page.locator('main[data-state="other_browser"]').waitFor();
  assert.match(await page.locator("main").innerText(), /Go back to that browser to continue/);
  await context.close();
  await walk.goOn({ from: "entering_credentials" });
  await walk.arrive();
  await walk.close();
});

for (const [name, leave, told] of [
  ["succeeded", ({ visitor }) => visitor.finish(), { success: "true", step: undefined }],
  ["left", ({ visitor }) => visitor.exit(), { success: "false", step: "otp_form" }],
]) {
  test(`the link opened, and back, after the session ended: ${name}`, OPTIONS, async () => {
    const isLeft = name === "left";
    const stop = isLeft ? "answering_code" : "succeeded";
    const walk = await Walk.to(stop, { browser, server, application });
    const { visitor } = walk;
    const arrived = async (page) => {
      const { success, step } = await page.arrival(application);
      assert.deepEqual({ success, step }, told);
    };
    await leave(walk);
    await arrived(visitor);
    await visitor.page.goBack();
    if (!isLeft) await visitor.until("succeeded").then(() => visitor.finish());
    await arrived(visitor);
    const again = await walk.newTab();
    await again.page.goto(walk.url);
    if (!isLeft) await again.until("succeeded").then(() => again.finish());
    await arrived(again);
    walk.wasCreatedOnce();
    await walk.close();
  });
}

test("leaving taken back keeps what was typed", OPTIONS, async () => {
  const walk = await Walk.to("entering_credentials", { browser, server, application });
  const { visitor } = walk;
  const { page } = visitor;
  const stay = page.locator("main a.button");
  const leave = async () => {
    await visitor.fill({ login: "otp", password: "any password" });
    await page.locator('a[data-action="exit"]').click();
    await visitor.until("confirming_exit");
  };
  const typed = async () => {
    await visitor.until("entering_credentials");
    return page.locator('input[name="login"]').inputValue();
  };
  await leave();
  await stay.click();
  assert.equal(await typed(), "otp");
  assert.equal(await page.locator('input[name="password"]').inputValue(), "", "a secret is not kept");
  // In another language the page before is another one; the link leads back all the same.
  await leave();
  await page.locator('form[data-action="language"] [value="fr"]').click();
  await page.locator('html[lang="fr"]').waitFor({ state: "attached" });
  await stay.click();
  assert.equal(await typed(), "");
  await walk.goOn({ from: "entering_credentials" });
  await walk.arrive();
  await walk.close();
});

test("another language keeps what was typed and ticked, but for secrets", OPTIONS, async () => {
  const walk = await Walk.to("entering_credentials", { browser, server, application });
  const { visitor } = walk;
  const { page } = visitor;
  const speak = async (language) => {
    await page.locator(`form[data-action="language"] [value="${language}"]`).click();
    await page.locator(`html[lang="${language}"]`).waitFor({ state: "attached" });
  };
  await visitor.fill({ login: "success", password: "any password" });
  await speak("it");
  assert.equal(await page.locator('input[name="login"]').inputValue(), "success");
  assert.equal(await page.locator('input[name="password"]').inputValue(), "");
  assert.equal(await page.evaluate(() => sessionStorage.length), 0, "it is kept no longer than it takes");
  await visitor.fill({ password: "any password" });
  await visitor.submit();
  await visitor.until("choosing_accounts");
  const boxes = page.locator('input[name="account_id"]');
  await boxes.nth(1).uncheck();
  await speak("nl");
  const ticked = await boxes.evaluateAll((all) => all.map((box) => box.checked));
  assert.deepEqual(ticked, ticked.map((_, place) => place !== 1));
  await walk.close();
});
