// Tabs as WAI-ARIA has them: arrows go, the panel of the chosen one is shown.

export class Tabs {
  #tabs;

  constructor(list) {
    this.#tabs = [...list.querySelectorAll('[role="tab"]')];
    for (const tab of this.#tabs) tab.addEventListener("click", () => this.#choose(tab));
    list.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      const now = this.#tabs.indexOf(document.activeElement);
      const next = this.#tabs[(now + by + this.#tabs.length) % this.#tabs.length];
      this.#choose(next);
      next.focus();
      event.preventDefault();
    });
  }

  open(name) {
    this.#choose(this.#tabs.find((tab) => tab.id === `tab-${name}`));
  }

  #choose(chosen) {
    for (const tab of this.#tabs) {
      const is = tab === chosen;
      tab.setAttribute("aria-selected", String(is));
      tab.tabIndex = is ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !is;
    }
  }
}
