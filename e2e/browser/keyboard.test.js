// The flow by keyboard alone, what it focuses when it says something, and what it announces while it waits.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { Application } from "./support/application.js";
import { Passerelle } from "./support/server.js";
import { Visitor, launch } from "./support/visitor.js";
import { Walk } from "./support/ways.js";

const OPTIONS = { timeout: 60_000 };
const MOST_STOPS = 60;

let browser;
let application;
let server;

before(async () => {
  [browser, application] = await Promise.all([launch(), Application.start()]);
  server = await Passerelle.start({ "demo.app_approval_ms": 1500, "demo.page_delay_ms": 120 }, application);
});

after(async () => {
  await browser?.close();
  application?.stop();
  await server?.stop();
});

/** What has the focus, and whether one sees that it has. */
function focused() {
  const element = document.activeElement;
  const isSeen = (shown) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown);
    return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
  };
  const { bottom, top, width } = element.getBoundingClientRect();
  return {
    html: element.outerHTML.slice(0, 200),
    isVisible: [element, element.closest("label")].some((shown) => shown && isSeen(shown)),
    isInView: width > 0 && bottom > 0 && top < innerHeight,
  };
}

/** A visitor without a mouse. */
class Typist {
  constructor({ page }) {
    this.page = page;
  }

  press(key) {
    return this.page.keyboard.press(key);
  }

  /** Tabs to what matches, and sees at each stop where that is. */
  async to(selector, key = "Tab") {
    for (let stops = 0; stops < MOST_STOPS; stops += 1) {
      await this.press(key);
      // Behind the last stop is the browser's own bar.
      if (await this.page.evaluate(() => document.activeElement === document.body)) continue;
      const { html, isVisible, isInView } = await this.page.evaluate(focused);
      assert.ok(isVisible && isInView, `the focus is not seen: ${html}`);
      if (await this.page.evaluate((selector) => document.activeElement.matches(selector), selector)) return;
    }
    throw new Error(`${selector} is not reached by keyboard`);
  }

  async type(selector, text) {
    await this.to(selector);
    await this.page.keyboard.type(text);
  }
}

const isFocused = (page, selector) => page.waitForFunction((selector) => document.activeElement?.matches(selector), selector);

test("from the first page to the callback by keyboard", OPTIONS, async () => {
  const walk = await Walk.to("choosing_provider", { browser, server, application });
  const { visitor } = walk;
  const typist = new Typist(visitor);
  // The search, and the country by arrow keys.
  await typist.type('input[name="q"]', "demo");
  await typist.to('select[name="country"]');
  await typist.press("ArrowDown");
  await typist.press("ArrowUp");
  await typist.press("Enter");
  await typist.to('form[role="search"] button');
  await typist.press("Enter");
  await visitor.untilUrl("q=demo");
  await typist.to('button[value="574"]');
  await typist.press("Enter");

  await visitor.until("entering_credentials");
  await isFocused(visitor.page, "h1");
  await typist.type('input[name="login"]', "otp");
  await typist.type('input[name="password"]', "any password");
  // The password can be looked at.
  await typist.to(".reveal");
  await typist.press("Space");
  assert.equal(await visitor.page.locator('input[name="password"]').getAttribute("type"), "text");
  await typist.to('form[data-action="next"] .button');
  await typist.press("Enter");

  // The field of the code has the focus from the beginning.
  await visitor.until("answering_code");
  await isFocused(visitor.page, 'input[name="code"]');
  await visitor.page.keyboard.type("123456");
  await typist.press("Enter");

  await visitor.until("choosing_accounts");
  await typist.to('input[name="account_id"]');
  await typist.press("Space");
  assert.equal(await visitor.page.locator('input[name="account_id"]').first().isChecked(), false);
  await typist.to('form[data-action="next"] .button');
  await typist.press("Enter");

  await visitor.until("succeeded");
  await isFocused(visitor.page, "h1");
  await typist.to('a[data-action="finish"]');
  await typist.press("Enter");
  assert.equal((await visitor.arrival(application)).success, "true");
  walk.wasCreatedOnce();
  await walk.close();
});

test("left by keyboard, after thinking again", OPTIONS, async () => {
  const walk = await Walk.to("entering_credentials", { browser, server, application });
  const { visitor } = walk;
  const typist = new Typist(visitor);
  await typist.to('a[data-action="exit"]', "Shift+Tab");
  await typist.press("Enter");
  await visitor.until("confirming_exit");
  await typist.to("main a.button");
  await typist.press("Enter");
  await visitor.until("entering_credentials");
  await typist.to('a[data-action="exit"]', "Shift+Tab");
  await typist.press("Enter");
  await visitor.until("confirming_exit");
  await typist.to('form[data-action="exit-confirm"] button');
  await typist.press("Enter");
  assert.equal((await visitor.arrival(application)).step, "bank_creds_form");
  await walk.close();
});

test("the bank's own site by keyboard", OPTIONS, async () => {
  const user = await server.createUser();
  const visitor = await Visitor.create(browser);
  await visitor.page.goto(await server.createSession(user, { provider_id: 576, callback_url: application.callback }));
  const typist = new Typist(visitor);
  await typist.to('form[data-action="next"] .button');
  await typist.press("Enter");
  await visitor.untilAtBank();
  await typist.type('input[name="login"]', "success");
  await typist.type('input[name="password"]', "any password");
  await typist.press("Enter");
  await visitor.page.locator('button[value="agree"]').waitFor();
  await typist.to('button[value="agree"]');
  await typist.press("Enter");
  await visitor.until("choosing_accounts");
  await visitor.close();
});

for (const [name, stop, login, provoke, selector] of [
  ["no credentials", "entering_credentials", "otp", (visitor) => visitor.submit(), 'input[name="login"][aria-invalid="true"]'],
  ["no code", "answering_code", "otp", (visitor) => visitor.submit(), 'input[name="code"][aria-invalid="true"]'],
  ["a wrong code", "answering_code", "otp_fail", (visitor) => visitor.act("answering_code"), 'input[name="code"][aria-invalid="true"]'],
  [
    "no account",
    "choosing_accounts",
    "otp",
    async (visitor) => {
      for (const box of await visitor.page.locator('input[name="account_id"]').all()) await box.uncheck();
      await visitor.submit();
    },
    '[role="alert"]',
  ],
]) {
  test(`the focus is on what is wrong: ${name}`, OPTIONS, async () => {
    const walk = await Walk.to(stop, { browser, server, application, login });
    const { page } = walk.visitor;
    await provoke(walk.visitor);
    await page.locator('main [role="alert"]').first().waitFor();
    await isFocused(page, selector);
    assert.match(await page.title(), /^Error/);
    // What is wrong is said of the field.
    const described = await page.evaluate(() => {
      const element = document.activeElement;
      const ids = element.getAttribute("aria-describedby")?.split(" ") ?? [element.id];
      return ids.map((id) => document.getElementById(id).innerText).join(" ");
    });
    assert.ok(described.trim().length > 10, described);
    await walk.close();
  });
}

test("waiting is announced, and so is what follows", OPTIONS, async () => {
  const walk = await Walk.to("approving_in_app", { browser, server, application, login: "app2app" });
  const { visitor } = walk;
  const { page } = visitor;
  assert.match(await page.locator('main .waiting[role="status"]').innerText(), /\w{4}/);
  await visitor.until("choosing_accounts");
  await isFocused(page, "h1");
  await visitor.act("choosing_accounts");
  await visitor.until("synchronising");
  const progress = page.locator('main [aria-live="polite"]');
  const heard = new Set();
  while ((await visitor.state()) === "synchronising" && heard.size < 3) {
    const text = await progress.innerText({ timeout: 500 }).catch(() => "");
    if (text) heard.add(text);
  }
  assert.ok(heard.size > 1, `said: ${[...heard]}`);
  await visitor.until("succeeded");
  await isFocused(page, "h1");
  await walk.close();
});
