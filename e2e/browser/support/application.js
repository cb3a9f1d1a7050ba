// The application's web site: the callback's origin, which sends the browser on to a third one, as sign-in pages do.

import { once } from "node:events";
import { createServer } from "node:http";

async function listen(handler) {
  const server = createServer(handler).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

/** Two origins: `callback` redirects to `arrived` with the query it got. */
export class Application {
  #servers = [];

  static async start() {
    const application = new Application();
    const last = await listen((request, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<!doctype html><title>Back</title><h1>Back at the application</h1>`);
    });
    application.arrived = `http://127.0.0.1:${last.address().port}/arrived`;
    const first = await listen((request, response) => {
      const { search } = new URL(request.url, "http://localhost");
      response.writeHead(302, { location: application.arrived + search }).end();
    });
    application.callback = `http://localhost:${first.address().port}/back?bridge=connected`;
    application.#servers = [last, first];
    return application;
  }

  stop() {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}
