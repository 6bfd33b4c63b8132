// The field in hand: what is typed or chosen, what may be picked, what the server said.

export class Field {
  #section;
  #typed;

  constructor(section) {
    this.#section = section;
    this.#typed = section.querySelector(".typed");
  }

  get id() {
    return this.#section.dataset.id;
  }

  get hasChoices() {
    return this.#section.querySelector(".candidates") !== null;
  }

  get #options() {
    return [...this.#section.querySelectorAll(".option input")];
  }

  // As the server takes it: several options joined, blank as nothing.
  get text() {
    if (this.#typed) return this.#typed.value.trim() === "" ? "" : this.#typed.value;
    return this.#options.filter((option) => option.checked).map((o) => o.value).join("、");
  }

  focus() {
    const target = this.#typed ?? this.#options.find((o) => o.checked) ?? this.#options[0];
    target.focus();
    this.#typed?.select();
  }

  // A digit chooses an option, 0 none. False where the key is not for us.
  pick(key) {
    if (this.#typed || !/^[0-9]$/.test(key)) return false;
    if (key === "0") for (const option of this.#options) option.checked = false;
    const option = this.#options[Number(key) - 1];
    if (option) {
      option.checked = option.type === "radio" || !option.checked;
      option.focus();
    }
    return true;
  }

  // What somebody gave before; undefined where there is none of that number.
  choice(number) {
    const item = this.#section.querySelectorAll(".candidates li")[number - 1];
    return item?.querySelector("[data-text]")?.dataset.text;
  }

  typeAhead(text) {
    if (this.#typed && text) this.#typed.setRangeText(text, 0, this.#typed.value.length, "end");
  }

  toggleLarge() {
    this.#section.querySelector(".strip").classList.toggle("large");
  }

  say(message) {
    this.#section.querySelector(".message").textContent = message;
    this.#section.classList.toggle("wrong", message !== "");
  }
}
