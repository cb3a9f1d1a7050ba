// The flow as a path of stops, for tests that get lost at one of them and must still come to the right end.

import assert from "node:assert/strict";

import { Visitor } from "./visitor.js";

/** The stops of the flow, by the login that leads over them. */
export const PATHS = {
  otp: ["choosing_provider", "entering_credentials", "answering_code", "choosing_accounts", "synchronising", "succeeded"],
  otp_fail: ["choosing_provider", "entering_credentials", "answering_code"],
  app2app: ["choosing_provider", "entering_credentials", "approving_in_app", "choosing_accounts", "synchronising", "succeeded"],
  app2app_expiry: ["choosing_provider", "entering_credentials", "approving_in_app", "failed"],
  slow: ["choosing_provider", "entering_credentials", "choosing_accounts", "synchronising", "pending", "succeeded"],
};

/** Whether a page goes on by itself. */
export const isWaiting = (stop) => ["approving_in_app", "synchronising", "pending"].includes(stop);

const isAsking = (stop) => ["choosing_provider", "entering_credentials", "answering_code", "choosing_accounts"].includes(stop);

/** Settings with which the pages that go on by themselves stand long enough to get lost there. */
export const HELD = { "demo.app_approval_ms": 5000, "demo.page_delay_ms": 600 };

/** One user's walk; `path` is where it leads over. */
export class Walk {
  /** Begins at the application's page, with a link to a session of its own, and goes on to a stop. */
  static async to(stop, { browser, server, application, script = true, login = "otp", body = {}, line }) {
    const walk = new Walk();
    Object.assign(walk, { server, application, login, path: PATHS[login] });
    walk.user = await server.createUser();
    walk.url = await server.createSession(walk.user, { callback_url: application.callback, ...body });
    if (line) walk.url = walk.url.replace(server.url, line.url);
    walk.visitor = await Visitor.create(browser, { script, logins: [login] });
    await walk.visitor.page.goto(application.start);
    await walk.visitor.page.goto(walk.url);
    await walk.goOn({ to: stop });
    return walk;
  }

  /** A further page of the same browser. */
  async newTab() {
    return new Visitor(await this.visitor.page.context().newPage(), [this.login]);
  }

  /** Over the stops of the path between two, the second of which is then shown. At each, `atEach` is called first. */
  async goOn({ from = "choosing_provider", to = "succeeded", atEach } = {}) {
    for (const stop of this.path.slice(this.path.indexOf(from), this.path.indexOf(to))) {
      if (isWaiting(stop) && !atEach) continue;
      await this.visitor.until(stop);
      await atEach?.(stop);
      if (isAsking(stop)) await this.visitor.act(stop);
    }
    await this.visitor.until(to);
    await atEach?.(to);
  }

  /** From whatever page a visitor sees to success, by what that page asks for. */
  async follow(visitor) {
    for (;;) {
      const stop = await visitor.state();
      if (stop === "succeeded") return;
      if (isAsking(stop)) await visitor.act(stop);
      else await visitor.page.locator(`main[data-state]:not([data-state="${stop}"])`).waitFor();
    }
  }

  /** Leaves by the button, and comes back to the application as one who succeeded, once. */
  async arrive(visitor = this.visitor) {
    await visitor.finish();
    const items = await this.server.items(this.user);
    assert.deepEqual(items.map(({ status }) => status), [0], "one item, healthy");
    assert.deepEqual(await visitor.arrival(this.application), {
      bridge: "connected",
      source: "connect",
      success: "true",
      user_uuid: this.user.uuid,
      item_id: String(items[0].id),
    });
    this.wasCreatedOnce();
  }

  wasCreatedOnce() {
    assert.equal(this.application.told(this.user).filter((type) => type === "item.created").length, 1);
  }

  /** Closes the browser, which must have nothing to complain about, but for a server that was away. */
  async close({ wasAway = false } = {}) {
    if (wasAway) return this.visitor.page.context().close();
    return this.visitor.close();
  }
}
