// What is typed and not sent yet goes to the server a moment after it was typed, as a draft; while
// the server cannot be reached or nobody is signed in it waits here, and is tried again.

import { Problem, post } from "./api.js";
import * as rows from "./row.js";

const PAUSE = 400; // ms after the last key
const AGAIN = 2_000; // ms until a failed one is tried again

export class Drafts {
  #url;
  #tell;
  #waiting = new Map(); // field → text as it stands, null where nothing is unsent
  #timer = null;
  #sending = Promise.resolve();
  isTroubled = false;

  constructor(url, tell) {
    this.#url = url;
    this.#tell = tell;
    window.addEventListener("focus", () => this.isTroubled && this.#schedule(0));
    window.addEventListener("online", () => this.isTroubled && this.#schedule(0));
  }

  // Everything that is not at the server yet, by field.
  get waiting() {
    return Object.fromEntries(this.#waiting);
  }

  note(row) {
    this.#waiting.set(row.dataset.field, rows.typedIn(row));
    this.#schedule(PAUSE);
  }

  // The field is about to be answered: no draft of it may come after the answer.
  async overtake(field) {
    this.#waiting.delete(field);
    await this.#sending;
    this.#waiting.delete(field);
  }

  // Everything now. False where something could not be kept.
  async flush() {
    clearTimeout(this.#timer);
    await this.#sending;
    await this.#send();
    return this.#waiting.size === 0;
  }

  #schedule(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#send(), delay);
  }

  #send() {
    this.#sending = this.#sending.then(() => this.#sendAll());
    return this.#sending;
  }

  async #sendAll() {
    try {
      for (const [field, text] of this.#waiting) {
        await post(`${this.#url}/fields/${field}/draft`, { text });
        if (this.#waiting.get(field) === text) this.#waiting.delete(field);
      }
      if (this.isTroubled) this.#tell("");
      this.isTroubled = false;
      if (this.#waiting.size > 0) this.#schedule(PAUSE);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.isTroubled = true;
      this.#tell(wordsFor(error));
      if (error.isOffline || error.isSignedOut || error.status >= 500) this.#schedule(AGAIN);
    }
  }
}

function wordsFor(problem) {
  if (problem.isOffline) {
    return "サーバーにつながりません。入力は画面に残っています。つながりしだい保存します。";
  }
  if (problem.isSignedOut) {
    return "サインアウトしています。入力は画面に残っています。F10 でサインインして、この画面に戻ってください。";
  }
  return problem.words;
}
