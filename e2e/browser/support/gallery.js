// Every page of the flow, one after the other.

import { Passerelle } from "./server.js";
import { Visitor } from "./visitor.js";

const CALLBACK = "http://localhost:9/back";
const TO_FORM = ["choosing_provider", "entering_credentials"];
/** Waiting pages stand as long as they are looked at: with the first server as pending ones, with the second as moving ones. */
const STANDING = { "demo.app_approval_ms": 600_000, "demo.slow_ms": 600_000, "connect.pending_after_ms": 100 };
const MOVING = { ...STANDING, "connect.pending_after_ms": 600_000 };
const IDLE_MS = 6000;

// Colours of applications: one that reads on light pages, one that reads on dark pages, and one in between.
export const BRANDS = { "dark blue": "#1b2a6b", "pale yellow": "#ffe600", "mid green": "#2e9e5b" };

/** The servers whose pages are looked at. */
export async function startServers() {
  const settings = [STANDING, MOVING, STANDING, { "connect.idle_ms": IDLE_MS }, {}];
  const servers = await Promise.all(settings.map((settings) => Passerelle.start(settings)));
  return { servers, stop: () => Promise.all(servers.map((server) => server.stop())) };
}

/** Calls `look(name, visitor)` at every page, each with a context of these options, and starts servers if there are none. */
export async function forEachPage(browser, options, look, given) {
  const { servers, stop } = given ?? (await startServers());
  const galleries = servers.map((server) => new Gallery(server, browser, options, look));
  const [standing, moving, branded, expiring, validating] = galleries;
  try {
    await standing.newItem();
    await moving.synchronising();
    await standing.ends();
    await standing.authentication();
    await standing.kinds();
    await standing.site();
    await standing.failures();
    await standing.managed();
    await standing.refusals();
    for (const [name, colour] of Object.entries(BRANDS)) await branded.branded(name, colour);
    await expiring.expired();
    await validating.emails();
  } finally {
    if (!given) await stop();
  }
}

class Gallery {
  constructor(server, browser, options, look) {
    Object.assign(this, { server, browser, options, look });
  }

  /** A walk with a fresh user to the last of `states`. */
  async walk({ login = "success", user, body = {} }, ...states) {
    const owner = user ?? (await this.server.createUser());
    const url = await this.server.createSession(owner, { callback_url: CALLBACK, ...body });
    const visitor = await Visitor.create(this.browser, { logins: [login], ...this.options });
    await visitor.walk(url, ...states);
    return { visitor, url, user: owner };
  }

  async show(name, visitor) {
    await this.look(name, visitor);
  }

  async newItem() {
    const { visitor, url } = await this.walk({ body: { max_selectable_accounts: 2 } }, "choosing_provider");
    await this.show("choosing_provider", visitor);
    await visitor.page.goto(`${url}/highlighted_banks?q=zzzz`);
    await this.show("choosing_provider, nothing found", visitor);
    await visitor.page.goto(url);
    await visitor.page.locator('button[name="group"]').click();
    await visitor.until("choosing_branch");
    await this.show("choosing_branch", visitor);
    await visitor.page.locator('button[name="provider_id"]').nth(2).click();
    await visitor.until("entering_credentials");
    await visitor.page.locator('button[name="change_bank"]').click();
    await visitor.until("choosing_branch");
    await this.show("choosing_branch, chosen before", visitor);
    await visitor.page.locator('button[name="change_bank"]').click();
    await visitor.until("choosing_provider");
    await visitor.act("choosing_provider");
    await visitor.until("entering_credentials");
    await this.show("entering_credentials", visitor);
    await visitor.submit();
    await visitor.page.locator('[role="alert"]').first().waitFor();
    await this.show("entering_credentials, errors", visitor);
    await visitor.page.locator(".expiry").evaluate((notice) => (notice.hidden = false));
    await this.show("entering_credentials, soon over", visitor);
    await visitor.page.locator('a[data-action="exit"]').first().click();
    await visitor.until("confirming_exit");
    await this.show("confirming_exit", visitor);
    await visitor.page.goto(url);
    await visitor.act("entering_credentials");
    await visitor.until("choosing_accounts");
    await this.show("choosing_accounts, at most two", visitor);
    // The script would not let anybody tick more.
    await visitor.page.locator('input[name="account_id"]').evaluateAll((boxes) => {
      for (const box of boxes) Object.assign(box, { disabled: false, checked: true });
    });
    await visitor.submit();
    await visitor.page.locator('[role="alert"]').waitFor();
    await this.show("choosing_accounts, too many", visitor);
    await visitor.page.context().close();
  }

  async synchronising() {
    const { visitor } = await this.walk({ login: "slow" }, ...TO_FORM, "choosing_accounts", "synchronising");
    await this.show("synchronising", visitor);
    await visitor.page.context().close();
  }

  async ends() {
    const finished = await this.walk({}, ...TO_FORM, "choosing_accounts", "succeeded");
    await this.show("succeeded", finished.visitor);
    await finished.visitor.page.context().close();

    for (const [login, state] of [["success", "succeeded"], ["slow", "pending"]]) {
      const { visitor } = await this.walk({ login, body: { callback_url: undefined } }, ...TO_FORM, "choosing_accounts", state);
      if (state === "pending") await this.show("pending", visitor);
      await visitor.finish();
      await visitor.untilUrl("/end");
      await this.show(`status page, ${state}`, visitor);
      await visitor.page.context().close();
    }
    const { visitor } = await this.walk({ body: { callback_url: undefined } }, "choosing_provider");
    await visitor.exit();
    await visitor.until("left");
    await this.show("status page, left", visitor);
    await visitor.page.context().close();
  }

  async authentication() {
    const code = await this.walk({ login: "otp_fail" }, ...TO_FORM, "answering_code");
    await this.show("answering_code", code.visitor);
    await code.visitor.act("answering_code");
    await code.visitor.page.locator('main[data-state="answering_code"] [role="alert"]').first().waitFor();
    await this.show("answering_code, wrong code", code.visitor);
    await code.visitor.page.context().close();

    const app = await this.walk({ login: "app2app" }, ...TO_FORM, "approving_in_app");
    await this.show("approving_in_app", app.visitor);
    await app.visitor.page.context().close();
  }

  /** What only some banks ask. */
  async kinds() {
    const numbers = await this.walk({ body: { provider_id: 577 } }, "entering_credentials");
    await this.show("entering_credentials, numbers", numbers.visitor);
    await numbers.visitor.page.context().close();

    const methods = await this.walk({ body: { provider_id: 578 } }, "entering_credentials", "choosing_method");
    const { page } = methods.visitor;
    await this.show("choosing_method", methods.visitor);
    await page.locator('button[name="method"][value="photo"]').click();
    await methods.visitor.until("answering_code");
    await this.show("answering_code, photo", methods.visitor);
    await page.locator('button[name="new_code"]').click();
    await page.locator('main[data-state="answering_code"] .note').waitFor();
    await this.show("answering_code, new code", methods.visitor);
    await page.context().close();

    const qr = await this.walk({ body: { provider_id: 579 } }, "entering_credentials", "approving_in_app");
    await this.show("approving_in_app, QR code", qr.visitor);
    await qr.visitor.page.context().close();

    const pro = await this.walk({ login: "pro" }, ...TO_FORM, "choosing_accounts", "attesting_pro");
    await this.show("attesting_pro", pro.visitor);
    await pro.visitor.page.context().close();
  }

  /** A bank with a site of its own, and its pages. */
  async site() {
    const { visitor, url } = await this.walk({ body: { provider_id: 576 } }, "entering_credentials");
    await this.show("entering_credentials, own site", visitor);
    await visitor.submit();
    await visitor.untilAtBank();
    await this.show("the bank's site, login", visitor);
    const address = visitor.page.url();
    await visitor.page.goto(url);
    await visitor.until("at_bank");
    await this.show("at_bank", visitor);
    const other = await Visitor.create(this.browser, this.options);
    await other.page.goto(address);
    await other.fill({ login: "success", password: "x" });
    await other.page.locator('button[name="continue"]').click();
    const agree = other.page.locator('button[name="decision"][value="agree"]');
    await agree.waitFor();
    await this.show("the bank's site, consent", other);
    await agree.click();
    await other.until("confirming_return");
    await this.show("confirming_return", other);
    await other.page.context().close();
    await visitor.page.context().close();
  }

  async failures() {
    for (const login of ["402", "429", "1003", "1005"]) {
      const { visitor } = await this.walk({ login }, ...TO_FORM, "failed");
      await this.show(`failed, ${login}`, visitor);
      if (login === "402") {
        await visitor.act("failed");
        await visitor.until("editing_credentials");
        await this.show("editing_credentials", visitor);
      }
      await visitor.page.context().close();
    }
    const { visitor } = await this.walk({ login: "1003", body: { callback_url: undefined } }, ...TO_FORM, "failed");
    await visitor.finish();
    await visitor.untilUrl("/end");
    await this.show("status page, failed", visitor);
    await visitor.page.context().close();
  }

  async managed() {
    for (const login of ["1010", "429"]) {
      const { visitor, user } = await this.walk({ login }, ...TO_FORM, "failed");
      await visitor.page.context().close();
      const [item] = await this.server.items(user);
      const again = await this.walk({ user, body: { item_id: item.id } }, "starting");
      await this.show(`starting, ${login}`, again.visitor);
      await again.visitor.page.context().close();
    }
    const { visitor, user } = await this.walk({}, ...TO_FORM, "choosing_accounts", "succeeded");
    await visitor.page.context().close();
    const [item] = await this.server.items(user);
    const forced = await this.walk({ user, body: { item_id: item.id, force_reauthentication: true } }, "starting");
    await this.show("starting, renewal", forced.visitor);
    await forced.visitor.page.context().close();
  }

  /** Pages that are no step of the flow. Chromium reports their status as an error: that is no complaint. */
  async refusals() {
    const { visitor, url } = await this.walk({}, ...TO_FORM);
    const other = await Visitor.create(this.browser, this.options);
    await other.page.goto(url);
    await this.show("other_browser", other);
    await other.page.goto(`${this.server.url}/session/unknown`);
    await this.show("unknown session", other);
    await other.page.context().close();
    await visitor.page.locator('form[data-action="next"] input[name="csrf"]').evaluate((field) => (field.value = "stale"));
    await visitor.fill({ login: "success", password: "x" });
    await visitor.submit();
    await visitor.until("csrf");
    await this.show("stale form", visitor);
    await visitor.page.context().close();
  }

  /** An application with a colour and highlighted banks of its own. */
  async branded(name, colour) {
    this.server.update("--accent-colour", colour, "--highlight", "601", "--highlight", "574", "--highlight", "576");
    const { visitor, url } = await this.walk({ body: { callback_url: undefined } }, "choosing_provider");
    await this.show(`choosing_provider, ${name}`, visitor);
    await visitor.walk(url, "choosing_provider", "entering_credentials");
    await this.show(`entering_credentials, ${name}`, visitor);
    await visitor.walk(url, "entering_credentials", "choosing_accounts");
    await this.show(`choosing_accounts, ${name}`, visitor);
    const other = await Visitor.create(this.browser, this.options);
    await other.page.goto(url);
    await this.show(`other_browser, ${name}`, other);
    await other.page.context().close();
    await visitor.page.context().close();
  }

  async emails() {
    await this.server.validateEmails();
    const given = await this.walk({}, "validating_email");
    await this.show("validating_email", given.visitor);
    await given.visitor.page.context().close();

    const session = await this.server.newSession(await this.server.createUser(), { user_email: null });
    const visitor = await Visitor.create(this.browser, this.options);
    await visitor.walk(session.url, "validating_email");
    await this.show("validating_email, address", visitor);
    await visitor.fill({ email: "camille" });
    await visitor.submit();
    await visitor.page.locator('[role="alert"]').first().waitFor();
    await this.show("validating_email, no address", visitor);
    await visitor.fill({ email: "camille@mail.example" });
    await visitor.submit();
    await visitor.until("answering_email_code");
    await this.show("answering_email_code", visitor);
    await visitor.page.locator('button[name="resend"]').click();
    await visitor.page.locator('[role="alert"]').first().waitFor();
    await this.show("answering_email_code, too soon", visitor);
    const wrong = this.server.emailCode(session) === "000000" ? "000001" : "000000";
    // Whoever looks may load the page again, which sends the code again.
    for (let tries = 1; (await visitor.page.locator('input[name="code"]').count()) > 0; tries += 1) {
      await visitor.fill({ code: wrong });
      await Promise.all([visitor.page.waitForEvent("load"), visitor.submit()]);
      if (tries === 1) await this.show("answering_email_code, wrong code", visitor);
    }
    await this.show("answering_email_code, wrong too often", visitor);
    await visitor.page.context().close();
  }

  async expired() {
    const { visitor } = await this.walk({ body: { callback_url: undefined } }, ...TO_FORM);
    await visitor.until("expired");
    await this.show("status page, expired", visitor);
    await visitor.page.context().close();
  }
}
