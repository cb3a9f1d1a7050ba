// The line between browser and server: it can be cut, or fall silent, and be mended.

import { once } from "node:events";
import { connect, createServer } from "node:net";

export class Line {
  #server;
  #ends = new Set();
  #state = "up";

  /** A line to a port of this machine; `url` is its other end. */
  static async to(port) {
    const line = new Line();
    line.#server = createServer((near) => line.#join(near, port)).listen(0, "127.0.0.1");
    await once(line.#server, "listening");
    line.url = `http://localhost:${line.#server.address().port}`;
    return line;
  }

  #join(near, port) {
    near.on("error", () => {});
    this.#ends.add(near);
    near.on("close", () => this.#ends.delete(near));
    if (this.#state === "cut") return near.destroy();
    if (this.#state === "silent") return;
    const far = connect(port, "127.0.0.1");
    far.on("error", () => near.destroy());
    far.on("close", () => near.isSilent || near.destroy());
    near.on("close", () => far.destroy());
    near.far = far;
    near.pipe(far).pipe(near);
  }

  /** Connections break, and new ones with them. */
  cut() {
    this.#state = "cut";
    for (const near of this.#ends) near.destroy();
  }

  /** Nothing comes through any more, and nobody is told: as behind a router that lost its way. */
  silence() {
    this.#state = "silent";
    for (const near of this.#ends) {
      near.isSilent = true;
      near.unpipe();
      near.far?.unpipe();
      near.far?.destroy();
    }
  }

  /** New connections come through. Those that fell silent stay so. */
  mend() {
    this.#state = "up";
  }

  stop() {
    this.cut();
    this.#server.close();
  }
}
