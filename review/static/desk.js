// The fields of one record: which is in hand, what Enter does with it, where to go next.

import { Problem, post } from "./api.js";
import * as rows from "./row.js";

const PRIVATE_MARGIN = 0.006; // as the server grows the place of a private field

export class Desk {
  #url;
  #picture;
  #clock;
  #drafts;
  #row = null;
  #masked = null; // the row in hand before its private value was shown
  #busy = false;
  #typedAhead = "";

  #asked = document.getElementById("asked");
  #rest = document.getElementById("rest");
  #confirm = document.getElementById("confirm");
  #finish = document.getElementById("finish-message");

  constructor(url, picture, clock, drafts) {
    this.#url = url;
    this.#picture = picture;
    this.#clock = clock;
    this.#drafts = drafts;
  }

  get row() {
    return this.#row;
  }

  get isBusy() {
    return this.#busy;
  }

  get unsent() {
    return this.#rows.filter(rows.isTouched);
  }

  get #rows() {
    return [...document.querySelectorAll(".row")];
  }

  // Where Tab stops, in order.
  get #stops() {
    const folded = this.#rest.open ? [...this.#rest.querySelectorAll(".row")] : [];
    return [...this.#asked.children, this.#confirm, this.#rest.querySelector("summary"), ...folded];
  }

  begin(isReturned) {
    const drafted = this.#rows.filter((row) => rows.takeUp(row) || "drafted" in row.dataset);
    if (drafted.some((row) => this.#rest.contains(row))) this.#rest.open = true;
    if (this.#asked.children.length === 0 && isReturned) this.#rest.open = true;
    const first = isReturned ? this.#rows[0] : null;
    this.#go(drafted[0] ?? this.#nextDoubted(null) ?? first ?? this.#confirm);
  }

  noteTyping(row) {
    rows.markDrafted(row);
    this.#drafts.note(row);
  }

  // Back to what the row showed.
  restore() {
    rows.restore(this.#row);
    this.noteTyping(this.#row);
    rows.focusIn(this.#row);
  }

  take(row) {
    if (row !== this.#row) {
      this.#leave();
      this.#row = row;
      row.classList.add("current");
      row.querySelector(".editor").hidden = false;
      this.#clock.at(row.dataset.field);
    }
    rows.focusIn(row);
    row.scrollIntoView({ block: "nearest" });
    this.#picture.show(row.dataset.page, rows.boxOf(row), rows.labelOf(row));
  }

  // Tab and Shift+Tab. False where the browser should do it.
  step(direction) {
    const stops = this.#stops;
    const active = document.activeElement;
    const at = stops.indexOf(active.closest(".row") ?? active);
    const next = at < 0 ? undefined : stops[at + direction];
    if (next) this.#go(next);
    return next !== undefined;
  }

  refocus() {
    this.#go(this.#row ?? this.#confirm);
  }

  typeAhead(key) {
    this.#typedAhead += key;
  }

  toggleRest() {
    this.#rest.open = !this.#rest.open;
    if (this.#rest.open) this.#go(this.#rest.querySelector(".row") ?? this.#confirm);
    else this.#go(this.#nextDoubted(null) ?? this.#confirm);
  }

  submit({ override = false } = {}) {
    const row = this.#row;
    if (override && !rows.isOverridable(row)) {
      rows.say(row, "まず Enter を押してください。問題があるときだけ、そのまま確定できます。");
      return;
    }
    const { text, refusal } = rows.saidIn(row);
    if (refusal) rows.say(row, refusal);
    else this.#send(row, text, override);
  }

  takeCandidate(number) {
    const button = this.#row?.querySelectorAll(".candidates button")[number - 1];
    if (button) this.#send(this.#row, button.dataset.text, false);
  }

  async reveal() {
    const row = this.#row;
    if (!row || !("hidden" in row.dataset)) return;
    await this.#while(async () => {
      const answer = await post(`${this.#url}/fields/${row.dataset.field}/reveal`);
      const html = row.outerHTML;
      this.#replace(row, answer.row);
      this.#masked = html;
      rows.takeUp(this.#row);
      this.#picture.lay(answer.picture, row.dataset.field, rows.boxOf(row), PRIVATE_MARGIN);
    }, row);
  }

  async finish(url) {
    const unsent = this.unsent[0];
    if (unsent) {
      this.#go(unsent);
      rows.say(unsent, "入力したままです。Enter で確定するか、Esc で元に戻してください。");
      return null;
    }
    try {
      return await post(url);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#finish.textContent = error.words;
      this.#go(this.#nextDoubted(null) ?? this.#confirm);
      return null;
    }
  }

  #go(stop) {
    if (stop.classList.contains("row")) {
      this.take(stop);
      return;
    }
    this.#leave();
    stop.focus();
  }

  #leave() {
    const row = this.#row;
    if (!row) return;
    this.#row = null;
    row.classList.remove("current");
    row.querySelector(".editor").hidden = true;
    if (this.#masked === null) return;
    const fresh = rows.swap(row, this.#masked);
    fresh.classList.remove("current");
    fresh.querySelector(".editor").hidden = true;
    this.#picture.lift(row.dataset.field);
    this.#masked = null;
  }

  async #send(row, text, override) {
    const field = row.dataset.field;
    const seconds = this.#clock.take(field);
    await this.#while(async () => {
      let answer;
      await this.#drafts.overtake(field);
      try {
        answer = await post(`${this.#url}/fields/${field}`, { text, seconds, override });
      } catch (error) {
        this.#clock.giveBack(field, seconds);
        this.noteTyping(row);
        throw error;
      }
      this.#settle(field, answer);
    }, row);
  }

  // Swap in the rows that changed, then go on, or stay where a rule is broken.
  #settle(field, answer) {
    const next = this.#following(field);
    for (const [id, html] of Object.entries(answer.rows)) {
      const old = document.getElementById(`row-${id}`);
      if (id === field) this.#dropPrivate(old);
      this.#replace(old, html, { keep: id !== field });
    }
    document.getElementById("left").textContent = `残り ${answer.left}`;
    this.#confirm.classList.toggle("ready", answer.left === 0);
    this.#finish.textContent = "";
    const row = document.getElementById(`row-${field}`);
    if (answer.settled) {
      this.#go(next() ?? this.#confirm);
    } else {
      this.take(row);
      rows.say(row, answer.message, answer.can_override);
    }
  }

  #dropPrivate(row) {
    this.#masked = null;
    this.#picture.lift(row.dataset.field);
  }

  // The same row anew, still in hand where it was; a doubted one comes up to those asked.
  #replace(old, html, options) {
    const inHand = old === this.#row;
    const fresh = rows.swap(old, html, options);
    if (fresh.dataset.status === "doubted" && !this.#asked.contains(fresh)) {
      this.#asked.append(fresh);
    }
    if (!inHand) return;
    this.#row = null;
    this.take(fresh);
  }

  // Computed after the swap: the next row in doubt, or the next one of the folded list.
  #following(field) {
    const isFolded = this.#rest.contains(document.getElementById(`row-${field}`));
    return () => {
      const row = document.getElementById(`row-${field}`);
      const below = isFolded && this.#rest.contains(row) ? row.nextElementSibling : null;
      return below ?? this.#nextDoubted(row);
    };
  }

  #nextDoubted(after) {
    const list = [...this.#asked.children];
    const at = after ? list.indexOf(after) + 1 : 0;
    const around = [...list.slice(at), ...list.slice(0, at)];
    return around.find((row) => row.dataset.status === "doubted") ?? null;
  }

  // One call at a time; keys typed meanwhile go to where the person ends up.
  async #while(work, row) {
    if (this.#busy) return;
    this.#busy = true;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.take(document.getElementById(row.id));
      rows.say(this.#row, error.words, error.canOverride);
    } finally {
      this.#busy = false;
      this.#pourOut();
    }
  }

  #pourOut() {
    const typed = this.#row && rows.typedOf(this.#row);
    if (typed && this.#typedAhead) typed.setRangeText(this.#typedAhead, 0, typed.value.length, "end");
    this.#typedAhead = "";
  }
}
