// The list of arrivals: asked for again after a while, replaced only where it changed; the
// focus stays where it was. Up and down choose a paper, left and right a day.

const SOON = 4_000; // ms, while something is on its way
const LATER = 12_000;

export class List {
  #place;
  #live;
  #shown = "";
  #timer = null;
  #isOver = false;

  constructor(place, live) {
    this.#place = place;
    this.#live = live;
    document.addEventListener("keydown", (event) => this.#onKey(event));
    document.addEventListener("visibilitychange", () => this.refresh());
    this.#wait();
  }

  #wait() {
    const isMoving = this.#count("unread") > 0;
    this.#timer = setTimeout(async () => {
      await this.refresh();
      if (!this.#isOver) this.#wait();
    }, isMoving ? SOON : LATER);
  }

  async refresh() {
    if (document.hidden || this.#isChoosing()) return;
    const url = `/intake/list?${this.#place.dataset.query}`;
    const headers = { Accept: "application/json, text/html", "X-Unattended": "1" };
    const answer = await fetch(url, { headers }).catch(() => null);
    if (answer?.status === 401) this.#end();
    if (!answer?.ok || answer.redirected) return;
    const text = await answer.text();
    if (text === this.#shown || this.#isChoosing()) return;
    this.#replace(text, this.#shown !== "");
    this.#shown = text;
  }

  // The session is over: what is shown no longer follows what happens.
  #end() {
    clearTimeout(this.#timer);
    this.#isOver = true;
    const link = document.createElement("a");
    link.href = `/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`;
    link.textContent = "サインインする";
    const note = document.createElement("p");
    note.className = "banner";
    note.setAttribute("role", "alert");
    note.append("サインインの時間が過ぎたため、この一覧は止まっています。", link);
    this.#place.prepend(note);
  }

  // Not while somebody is about to choose a date or a form: it would be taken out of their hands.
  #isChoosing() {
    return document.activeElement.matches(".jump *, .acts select, .acts button");
  }

  #replace(text, isChange) {
    const held = this.#place.contains(document.activeElement) ? document.activeElement.id : "";
    const before = this.#count("trouble");
    const page = new DOMParser().parseFromString(text, "text/html");
    this.#place.replaceChildren(...page.body.childNodes);
    if (held) document.getElementById(held)?.focus();
    const more = this.#count("trouble") - before;
    if (isChange && more > 0) this.#live.textContent = `対応が必要な書類が ${more} 件増えました。`;
  }

  #count(stage) {
    return Number(this.#place.querySelector(`[data-stage="${stage}"]`)?.textContent ?? 0);
  }

  #onKey(event) {
    if (event.isComposing || event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return;
    if (document.activeElement.matches("input, select, .top *")) return;
    if (event.key === "ArrowDown") this.#choose(event, 1);
    else if (event.key === "ArrowUp") this.#choose(event, -1);
    else if (event.key === "ArrowLeft") this.#turn(event, "before");
    else if (event.key === "ArrowRight") this.#turn(event, "after");
  }

  #choose(event, direction) {
    const all = [...this.#place.querySelectorAll(".pick")];
    const row = document.activeElement.closest("tbody")?.querySelector(".pick");
    const at = all.indexOf(row);
    const next = all[at < 0 ? 0 : at + direction];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #turn(event, id) {
    const link = document.getElementById(id);
    if (!link) return;
    event.preventDefault();
    window.location.assign(link.href);
  }
}
