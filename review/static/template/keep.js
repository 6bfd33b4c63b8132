// What is drawn is kept by the server a moment after each change; the answer says what is wrong.

import { post } from "../api.js";

const PAUSE = 400; // ms after the last change

export class Keep {
  #model;
  #bench;
  #serial;
  #timer = null;
  #going = null;
  #again = false;
  #isUnkept = false; // also after a failure: the next change, or saving, tries again
  #status;
  onMistakes = () => {};

  constructor(model, bench, serial, status) {
    this.#model = model;
    this.#bench = bench;
    this.#serial = serial;
    this.#status = status;
    model.listen((what) => {
      if (what === "changed") this.#soon();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.#isUnkept) event.preventDefault();
    });
  }

  #soon() {
    clearTimeout(this.#timer);
    this.#isUnkept = true;
    this.#status.textContent = "…";
    this.#timer = setTimeout(() => this.now().catch(() => {}), PAUSE); // the status tells
  }

  // Resolves when everything that was changed is kept. Throws a Problem.
  async now() {
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#again = true;
    this.#going ??= this.#run().finally(() => (this.#going = null));
    await this.#going;
  }

  async #run() {
    try {
      while (this.#again) {
        this.#again = false;
        const body = { bench: this.#bench, serial: this.#serial, declaration: this.#model.declaration };
        const { serial, mistakes } = await post("/templates/state", body);
        this.#serial = serial;
        this.onMistakes(mistakes);
      }
      this.#isUnkept = false;
      this.#status.textContent = "下書きに残しました";
    } catch (problem) {
      this.#status.textContent = problem.words ?? String(problem);
      throw problem;
    }
  }
}
