// The e-mail address is validated before anything else, with script and without.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Application } from "./support/application.js";
import { Passerelle } from "./support/server.js";
import { Visitor, launch } from "./support/visitor.js";

let browser;
let application;
let server;
let expiring;

before(async () => {
  [browser, application, server, expiring] = await Promise.all([
    launch(),
    Application.start(),
    Passerelle.start(),
    Passerelle.start({ "connect.email_code_lifetime_ms": 5000, "connect.email_code_pause_ms": 0 }),
  ]);
  await Promise.all([server.validateEmails(), expiring.validateEmails()]);
});

after(async () => {
  await browser?.close();
  application?.stop();
  await Promise.all([server?.stop(), expiring?.stop()]);
});

for (const script of [true, false]) {
  describe(script ? "with script" : "without script", () => {
    test("validated, then finished", { timeout: 60_000 }, async () => {
      const user = await server.createUser();
      const session = await server.newSession(user, { callback_url: application.callback });
      const visitor = await Visitor.create(browser, { script });
      await visitor.walk(session.url, "validating_email", "answering_email_code");
      assert.equal(await visitor.step(), "email_validation_form");
      const code = server.emailCode(session);
      await visitor.fill({ code: code === "000000" ? "000001" : "000000" });
      await visitor.submit();
      await visitor.page.locator('input[name="code"][aria-invalid="true"]').waitFor();
      await visitor.fill({ code: `${code.slice(0, 3)} ${code.slice(3)}` });
      await visitor.submit();
      for (const state of ["choosing_provider", "entering_credentials", "choosing_accounts"]) await visitor.act(state);
      await visitor.until("succeeded");
      await visitor.finish();
      assert.equal((await visitor.arrival(application)).success, "true");

      const again = await server.createSession(user, { callback_url: application.callback });
      await visitor.walk(again, "choosing_provider");
      await visitor.close();
    });

    test("left at the code", { timeout: 60_000 }, async () => {
      const user = await server.createUser();
      const url = await server.createSession(user, { callback_url: application.callback });
      const visitor = await Visitor.create(browser, { script });
      await visitor.walk(url, "validating_email", "answering_email_code");
      await visitor.exit();
      assert.deepEqual(await visitor.arrival(application), {
        bridge: "connected",
        source: "connect",
        success: "false",
        user_uuid: user.uuid,
        step: "email_validation_form",
      });
      await visitor.close();
    });
  });
}

test("the page says by itself that a code has expired, and keeps what is typed until then", { timeout: 60_000 }, async () => {
  const session = await expiring.newSession(await expiring.createUser());
  const visitor = await Visitor.create(browser);
  await visitor.walk(session.url, "validating_email", "answering_email_code");
  await visitor.fill({ code: "123" });
  await visitor.page.waitForTimeout(3000);
  assert.equal(await visitor.page.locator('input[name="code"]').inputValue(), "123");
  await visitor.page.locator('form[data-action="next"] input[name="resend"]').waitFor({ state: "attached" });
  await visitor.submit();
  await visitor.page.locator('input[name="code"]').waitFor();
  await visitor.close();
});
