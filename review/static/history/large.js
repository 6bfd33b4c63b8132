// One picture over the whole window. Left and right go to its neighbours, so that the screen before
// and the screen after are seen at the same place; + shows it in its own size.

export class Large {
  #dialog;
  #picture = document.getElementById("large-picture");
  #title = document.getElementById("large-title");
  #size = document.getElementById("large-size");
  #link = null;

  constructor(dialog) {
    this.#dialog = dialog;
    dialog.addEventListener("keydown", (event) => this.#onKey(event));
    dialog.addEventListener("close", () => this.#link?.focus());
    this.#size.addEventListener("click", () => this.#resize());
    document.getElementById("large-close").addEventListener("click", () => dialog.close());
  }

  get isOpen() {
    return this.#dialog.open;
  }

  watch(root) {
    root.addEventListener("click", (event) => {
      const link = event.target.closest?.("a.large");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#show(link);
      if (!this.isOpen) this.#dialog.showModal();
      this.#dialog.querySelector(".stage").focus();
    });
  }

  #show(link) {
    this.#link = link;
    this.#title.textContent = link.dataset.title;
    this.#picture.alt = link.dataset.title;
    this.#picture.src = link.href;
  }

  #onKey(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && !this.#dialog.classList.contains("full")) this.#go(event, step);
    else if (event.key === "+" || event.key === ";") this.#resize();
  }

  #go(event, step) {
    const all = [...document.querySelectorAll("a.large")];
    const next = all[all.indexOf(this.#link) + step];
    event.preventDefault();
    if (next) this.#show(next);
  }

  #resize() {
    const isFull = this.#dialog.classList.toggle("full");
    this.#size.setAttribute("aria-pressed", String(isFull));
    this.#size.textContent = isFull ? "全体" : "拡大";
  }
}
