// A person with Chromium: knows pages by their marks, and what to do at each.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url)("axe-core");
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Chromium as PASSERELLE_CHROMIUM names it, or the first that is installed. */
export function launch() {
  const executablePath =
    process.env.PASSERELLE_CHROMIUM ??
    execFileSync("sh", ["-c", "command -v chromium || command -v google-chrome"], { encoding: "utf8" }).trim();
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** What to type at a page that asks for something; the last login repeats. */
export class Visitor {
  #logins;

  constructor(page, logins) {
    this.page = page;
    this.#logins = [...logins];
    this.complaints = [];
    // A form that is refused is shown again with status 422, which Chromium calls an error.
    const isRefusedForm = (message) => message.text().includes("status of 422");
    page.on("console", (message) => {
      if (message.type() === "error" && !isRefusedForm(message)) this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
  }

  static async create(browser, { script = true, logins = ["success"], ...options } = {}) {
    const context = await browser.newContext({ javaScriptEnabled: script, locale: "en-GB", ...options });
    context.setDefaultTimeout(15_000);
    return new Visitor(await context.newPage(), logins);
  }

  async close() {
    assert.deepEqual(this.complaints, [], "the browser complained");
    await this.page.context().close();
  }

  main(state) {
    return this.page.locator(state ? `main[data-state="${state}"]` : "main[data-state]");
  }

  async state() {
    return this.main().getAttribute("data-state");
  }

  async step() {
    return this.main().getAttribute("data-step");
  }

  /** Waits until the page shows this state, by whatever moves it. */
  async until(state) {
    await this.main(state).waitFor();
    return this;
  }

  /** How a button is pressed. */
  async click(button) {
    await button.click();
  }

  async submit(action = "next") {
    await this.click(this.page.locator(`form[data-action="${action}"] button:not([type="button"])`).first());
  }

  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) await this.page.locator(`input[name="${name}"]`).fill(value);
  }

  /** Types what the bank asks: where it asks numbers, its second password says what happens. */
  async typeCredentials(login) {
    for (const field of await this.page.locator('form[data-action="next"] input:not([type="hidden"])').all()) {
      const [name, mode] = await Promise.all([field.getAttribute("name"), field.getAttribute("inputmode")]);
      const decides = name === "password2" || (name === "login" && mode !== "numeric");
      await field.fill(decides ? login : mode !== "numeric" ? "any password" : name === "login" ? "12345678" : "123456");
    }
  }

  /** The one thing to do at a page in this state. */
  async act(state, code = "123456") {
    await this.until(state);
    if (state === "choosing_provider") {
      await this.click(this.page.locator('form[data-action="next"] [name="provider_id"][value="574"]'));
      return;
    }
    const asksLogin = (await this.page.locator('input[name="login"]').count()) > 0;
    if (asksLogin && (state === "entering_credentials" || state === "editing_credentials")) {
      const login = this.#logins.length > 1 ? this.#logins.shift() : this.#logins[0];
      await this.typeCredentials(login);
    } else if (state === "answering_code") {
      await this.fill({ code });
    }
    await this.submit();
  }

  /** Acts at every state but the last, where it stops. */
  async walk(url, ...states) {
    await this.page.goto(url);
    for (const state of states.slice(0, -1)) await this.act(state);
    return this.until(states.at(-1));
  }

  /** Waits until the browser is at an address with this in it; unlike Playwright's own, through loads that others overtake. */
  async untilUrl(part) {
    const deadline = Date.now() + 15_000;
    while (!this.page.url().includes(part)) {
      assert.ok(Date.now() < deadline, `${this.page.url()}, and not ${part}`);
      await sleep(20);
    }
    await this.page.waitForLoadState();
  }

  /** Waits until the bank's own site asks for the login. */
  async untilAtBank() {
    await this.untilUrl("/demo-bank/login");
  }

  /** On the bank's own site: logs in, and decides to `agree` or to `refuse`. */
  async decide(decision) {
    await this.untilAtBank();
    await this.fill({ login: this.#logins[0], password: "any password" });
    await this.page.locator('button[name="continue"]').click();
    await this.page.locator(`button[name="decision"][value="${decision}"]`).click();
  }

  async finish() {
    await this.page.locator('a[data-action="finish"]').first().click();
  }

  async exit() {
    await this.page.locator('a[data-action="exit"]').first().click();
    await this.until("confirming_exit");
    await this.submit("exit-confirm");
  }

  /** The query with which the browser arrived at the end of the application's redirects. */
  async arrival(application) {
    await this.untilUrl(application.arrived);
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }

  /** What axe finds wrong with the page as it stands; all of it, or by some of its rules. */
  async accessibilityFaults(rules) {
    if (!(await this.page.evaluate(() => "axe" in window))) await this.page.evaluate(axe.source);
    const runOnly = rules
      ? { type: "rule", values: rules }
      : ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await this.page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }), runOnly);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  }
}
