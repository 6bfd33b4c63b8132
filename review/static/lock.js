// Keeps the record in hand while the person is at it, and tells when another has taken over.

import { Problem, post } from "./api.js";

const RENEW = 60_000; // ms

export class Lock {
  #url;
  #tell;
  #last = performance.now();

  constructor(url, tell) {
    this.#url = url;
    this.#tell = tell;
    for (const kind of ["keydown", "pointerdown"]) {
      document.addEventListener(kind, () => this.#touch(), true);
    }
    this.#keep(); // opened anew: the page before gave the record back after this one was asked for
  }

  async #touch() {
    const now = performance.now();
    if (now - this.#last < RENEW) return;
    this.#last = now;
    await this.#keep();
  }

  async #keep() {
    try {
      await post(`${this.#url}/keep`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 409) this.#tell(error.words);
    }
  }
}
