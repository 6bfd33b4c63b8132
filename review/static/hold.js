// The dialog that puts a record aside with a reason.

import { Problem, post } from "./api.js";

export class HoldDialog {
  #dialog = document.getElementById("hold");
  #reason = document.getElementById("hold-reason");
  #message = document.getElementById("hold-message");
  #url;
  #onDone;

  constructor(url, { onDone, onClose }) {
    this.#url = url;
    this.#onDone = onDone;
    this.#dialog.addEventListener("close", onClose);
    this.#dialog.addEventListener("keydown", (event) => this.#onKey(event));
    document.getElementById("hold-do").addEventListener("click", () => this.#send());
    document.getElementById("hold-cancel").addEventListener("click", () => this.#dialog.close());
    for (const button of this.#buttons) {
      button.addEventListener("click", () => this.#pick(button));
    }
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open() {
    this.#message.textContent = "";
    this.#dialog.showModal();
    this.#reason.focus();
  }

  get #buttons() {
    return [...this.#dialog.querySelectorAll("[data-reason]")];
  }

  #onKey(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && event.target === this.#reason) {
      event.preventDefault();
      if (!event.repeat) this.#send();
    }
    const digit = event.altKey && /^Digit([1-9])$/.exec(event.code);
    if (digit) {
      event.preventDefault();
      const button = this.#buttons[Number(digit[1]) - 1];
      if (button) this.#pick(button);
    }
  }

  #pick(button) {
    this.#message.textContent = "";
    this.#reason.value = button.dataset.reason;
    this.#reason.focus();
  }

  async #send() {
    try {
      this.#onDone(await post(this.#url, { reason: this.#reason.value }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#message.textContent = error.words;
      this.#reason.focus();
    }
  }
}
