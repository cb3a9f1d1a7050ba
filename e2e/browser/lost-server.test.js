// The server is killed and started again, or the network goes away, while a browser stands on a page: it goes on from there.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { Application } from "./support/application.js";
import { Line } from "./support/line.js";
import { Passerelle } from "./support/server.js";
import { Visitor, launch } from "./support/visitor.js";
import { HELD, PATHS, Walk, isWaiting } from "./support/ways.js";

const OPTIONS = { timeout: 60_000 };

let browser;
let application;
let server;

before(async () => {
  [browser, application] = await Promise.all([launch(), Application.start()]);
  // Work that a killed process had begun is begun again when its lease is over.
  server = await Passerelle.start({ ...HELD, "jobs.lease_ms": 1000 }, application);
});

after(async () => {
  await browser?.close();
  application?.stop();
  await server?.stop();
});

for (const [stop, login] of [
  ...PATHS.otp.map((stop) => [stop, "otp"]),
  ["approving_in_app", "app2app"],
]) {
  test(`the server restarted at ${stop}`, OPTIONS, async () => {
    const walk = await Walk.to(stop, { browser, server, application, login });
    await server.restart();
    if (!isWaiting(stop)) assert.equal(await walk.visitor.state(), stop);
    await walk.follow(walk.visitor);
    await walk.arrive();
    await walk.close({ wasAway: true });
  });
}

const press = (name) => ({ page }) => page.locator(`button[name="${name}"]`).first().click();

// Pages beside the way of most: where it leads over, how the page is reached from there and left, and what comes next.
for (const [stop, { logins, body, over = [], reach, leave, next }] of Object.entries({
  choosing_branch: { reach: press("group"), leave: press("provider_id"), next: "entering_credentials" },
  choosing_method: { body: { provider_id: 578 }, over: ["entering_credentials"], leave: press("method"), next: "answering_code" },
  attesting_pro: { logins: ["pro"], over: PATHS.slow.slice(0, 3), next: "succeeded" },
  failed: { logins: ["402"], over: PATHS.slow.slice(0, 2), next: "editing_credentials" },
  editing_credentials: { logins: ["402", "success"], over: [...PATHS.slow.slice(0, 2), "failed"], next: "choosing_accounts" },
})) {
  test(`the server restarted at ${stop}`, OPTIONS, async () => {
    const url = await server.createSession(await server.createUser(), { callback_url: application.callback, ...body });
    const visitor = await Visitor.create(browser, { logins });
    await visitor.page.goto(url);
    for (const state of over) await visitor.act(state);
    await reach?.(visitor);
    await visitor.until(stop);
    await server.restart();
    await (leave?.(visitor) ?? visitor.act(stop));
    await visitor.until(next);
    await visitor.page.context().close();
  });
}

test("the server restarted at starting", OPTIONS, async () => {
  const walk = await Walk.to("succeeded", { browser, server, application });
  const [item] = await server.items(walk.user);
  const body = { item_id: item.id, force_reauthentication: true, callback_url: application.callback };
  await walk.visitor.page.goto(await server.createSession(walk.user, body));
  await walk.visitor.until("starting");
  await server.restart();
  await walk.visitor.act("starting");
  await walk.visitor.act("answering_code");
  await walk.visitor.until("succeeded");
  await walk.close({ wasAway: true });
});

/** A test with a server of its own. */
function withServer(name, settings, walks) {
  test(name, OPTIONS, async (context) => {
    const own = await Passerelle.start({ ...settings, "jobs.lease_ms": 1000 }, application);
    context.after(() => own.stop());
    await walks(own);
  });
}

withServer("the server restarted at pending", { "connect.pending_after_ms": 100, "demo.slow_ms": 4000 }, async (own) => {
  const walk = await Walk.to("pending", { browser, server: own, application, login: "slow" });
  await own.restart();
  await walk.follow(walk.visitor);
  await walk.arrive();
  await walk.close({ wasAway: true });
});

withServer("the server restarted while an e-mail address is validated", {}, async (own) => {
  await own.validateEmails();
  const session = await own.newSession(await own.createUser(), { callback_url: application.callback });
  const visitor = await Visitor.create(browser);
  await visitor.walk(session.url, "validating_email");
  await own.restart();
  await visitor.act("validating_email");
  await visitor.until("answering_email_code");
  const code = own.emailCode(session);
  await own.restart();
  await visitor.fill({ code });
  await visitor.submit();
  await visitor.until("choosing_provider");
  await visitor.page.context().close();
});

test("the server stopped in good order while it synchronises, and away for a moment", OPTIONS, async () => {
  const walk = await Walk.to("synchronising", { browser, server, application });
  await server.restart({ signal: "SIGTERM", pause: 1000 });
  await walk.follow(walk.visitor);
  await walk.arrive();
  await walk.close({ wasAway: true });
});

test("a form sent while the server is away, and sent again", OPTIONS, async () => {
  const walk = await Walk.to("entering_credentials", { browser, server, application });
  const { visitor } = walk;
  await visitor.fill({ login: "otp", password: "any password" });
  const back = server.restart({ pause: 2000 });
  await sleep(200);
  const failed = visitor.page.waitForEvent("requestfailed", (request) => request.method() === "POST");
  await visitor.submit().catch(() => {});
  await failed;
  await visitor.main().waitFor({ state: "detached" });
  await back;
  // The browser says that it can't reach the server. Loaded again, it sends the form again.
  await visitor.page.reload();
  await walk.follow(visitor);
  await walk.arrive();
  await walk.close({ wasAway: true });
});

/** A walk whose browser reaches the server by a line that can be cut. */
async function overLine(stop, name, getLost) {
  test(name, OPTIONS, async () => {
    const line = await Line.to(server.port);
    const walk = await Walk.to(stop, { browser, server, application, login: "app2app", line });
    try {
      await getLost(line, walk);
      await walk.follow(walk.visitor);
      await walk.arrive();
    } finally {
      await walk.close({ wasAway: true });
      line.stop();
    }
  });
}

for (const stop of ["approving_in_app", "synchronising"]) {
  overLine(stop, `the network cut for a moment at ${stop}`, async (line) => {
    line.cut();
    await sleep(2500);
    line.mend();
  });
}

overLine("synchronising", "the network gone for ten seconds at synchronising", async (line, { visitor }) => {
  line.silence();
  await sleep(10_000);
  assert.equal(await visitor.state(), "synchronising");
  line.mend();
});
