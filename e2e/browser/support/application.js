// The application's web site: the callback's origin, which sends the browser on to a third one, as sign-in pages do. It hears of events, too.

import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";

async function listen(handler) {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Two origins: `callback` redirects to `arrived` with the query it got. */
export class Application {
  #servers = [];
  /** By the id of the message, which is the same when it comes again. */
  #events = new Map();

  static async start() {
    const application = new Application();
    const last = await listen((request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<!doctype html><title>Back</title><h1>Back at the application</h1>`);
    });
    application.arrived = `http://127.0.0.1:${last.address().port}/arrived`;
    const first = await listen(async (request, response) => {
      if (request.method === "POST") {
        application.#events.set(request.headers["webhook-id"], JSON.parse(await text(request)));
        return response.end();
      }
      if (request.url === "/") {
        response.setHeader("content-type", "text/html; charset=utf-8");
        return response.end(`<!doctype html><title>Start</title><h1>The application</h1>`);
      }
      const { search } = new URL(request.url, "http://localhost");
      response.writeHead(302, { location: application.arrived + search }).end();
    });
    application.callback = `http://localhost:${first.address().port}/back?bridge=connected`;
    application.start = `http://localhost:${first.address().port}/`;
    application.webhook = `http://127.0.0.1:${first.address().port}/events`;
    application.#servers = [last, first];
    return application;
  }

  /** What was told of a user, by the names of the events. */
  told(user) {
    return [...this.#events.values()].filter(({ content }) => content.user_uuid === user.uuid).map(({ type }) => type);
  }

  stop() {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}
