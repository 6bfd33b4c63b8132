// 項目: the list of fields, and everything about the one in hand.

import { button, number, refill, row, select, tell, text, tick } from "./controls.js";
import { h } from "./dom.js";
import { outer, round, same } from "./model.js";

export class Panel {
  #model;
  #choices;
  #list;
  #one;
  #mistakes = [];
  onLeave = () => {};

  constructor(model, choices, list, one) {
    this.#model = model;
    this.#choices = choices;
    this.#list = list;
    this.#one = one;
    model.listen((what) => {
      if (what === "held") {
        this.#drawHeld();
        return;
      }
      this.#drawList();
      if (what === "selected" || !this.#isTyping()) this.draw();
    });
    list.addEventListener("keydown", (event) => this.#onListKey(event));
    one.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.onLeave();
    });
    this.#drawList();
    this.draw();
  }

  set mistakes(found) {
    this.#mistakes = found;
    this.#drawList();
    tell(this.#one, found);
  }

  focus() {
    const first = this.#one.querySelector('[data-key="label"]') ?? this.#list;
    first.focus();
    first.select?.();
  }

  #isTyping() {
    return this.#one.contains(document.activeElement) && document.activeElement.matches("input:not([type=checkbox])");
  }

  #place() {
    const { entry, sub } = this.#model.selection;
    return sub === null ? `fields.${entry}` : `fields.${entry}.fields.${sub}`;
  }

  // The list

  *#items() {
    for (const [entry, each] of this.#model.entries.entries()) {
      if (each.rows === undefined) yield { entry, sub: null, field: each };
      else for (const [sub, field] of each.fields.entries()) yield { entry, sub, field, rows: each };
    }
  }

  #drawList() {
    const at = this.#model.selection;
    const items = [...this.#items()].map(({ entry, sub, field, rows }) => {
      const chosen = at && at.entry === entry && at.sub === sub;
      const place = sub === null ? `fields.${entry}` : `fields.${entry}.fields.${sub}`;
      const wrong = this.#mistakes.some(({ place: where }) => `${where.join(".")}.`.startsWith(`${place}.`));
      return h(
        "li",
        {
          role: "option", id: `item-${entry}-${sub ?? "x"}`, "aria-selected": String(Boolean(chosen)),
          class: wrong ? "wrong" : "", onclick: () => this.#model.selectEntry(entry, sub),
        },
        h("span", {}, rows ? `${rows.title} ▸ ${field.label || "（名前なし）"}` : field.label || "（名前なし）"),
        h("span", { class: "kind" }, wrong ? "直すところがあります" : this.#choices.types[field.type] ?? field.type),
      );
    });
    this.#list.replaceChildren(...items);
    const chosen = this.#list.querySelector('[aria-selected="true"]');
    if (chosen) this.#list.setAttribute("aria-activedescendant", chosen.id);
    else this.#list.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  #onListKey(event) {
    const items = [...this.#items()];
    const at = this.#model.selection;
    const now = items.findIndex(({ entry, sub }) => entry === at?.entry && sub === at?.sub);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && event.altKey) this.#model.shift(step);
    else if (step) {
      const next = items[Math.max(0, Math.min(items.length - 1, now + step))];
      if (next) this.#model.selectEntry(next.entry, next.sub);
    } else if (event.key === "Enter") this.focus();
    else if (event.key === "Delete") this.#model.removeField();
    else if (event.key === "Escape") this.onLeave();
    else return;
    event.preventDefault();
  }

  // The field in hand

  draw() {
    const field = this.#model.field;
    if (!field) {
      const words = this.#model.entries.length ? "枠を選んでください。" : "記入欄が見つかりませんでした。記入のない用紙か確かめるか、「項目を加える」で枠を引いてください。";
      refill(this.#one, h("p", { class: "empty" }, words));
      return;
    }
    const place = this.#place();
    refill(
      this.#one,
      h("p", { class: "message", "data-place": place }),
      this.#names(field, place),
      this.#ticks(field),
      this.#ofType(field, place),
      this.#box(place),
      this.#group(),
      this.#acts(),
    );
    tell(this.#one, this.#mistakes);
  }

  #set(key, value, { redraw = false } = {}) {
    this.#model.change(() => {
      const field = this.#model.field;
      if (value === null || value === "" || value === false || value === undefined) {
        if (["id", "label"].includes(key)) field[key] = "";
        else delete field[key];
      } else field[key] = value;
    }, `set ${key}`);
    if (redraw) this.draw();
  }

  #names(field, place) {
    const types = this.#choices.types;
    const pages = Object.fromEntries(this.#model.pages.map((_, n) => [n + 1, `${n + 1} ページ目`]));
    return [
      row("名前", `${place}.label`, text(field.label, (v) => this.#set("label", v), { "data-key": "label" })),
      row("種類", `${place}.type`, select(field.type, types, (v) => this.#model.retype(v), { "data-key": "type" })),
      row("id（記録での名前）", `${place}.id`, text(field.id, (v) => this.#set("id", v), { "data-key": "id" })),
      this.#model.pages.length > 1
        ? row("ページ", `${place}.page`, select(field.page ?? 1, pages, (v) => this.#turn(Number(v)), { "data-key": "page" }))
        : null,
    ].filter(Boolean);
  }

  #turn(page) {
    this.#set("page", page > 1 ? page : null);
    this.#model.select(this.#model.selection);
  }

  #ticks(field) {
    const set = (key) => (value) => this.#set(key, value);
    const isNumber = field.type === "my_number";
    return h(
      "div",
      { class: "ticks" },
      tick("必須", field.required, set("required"), { "data-key": "required" }),
      tick("非表示（見せない値）", field.private || isNumber, set("private"), { "data-key": "private", disabled: isNumber }),
      tick("二人入力", field.double, set("double"), { "data-key": "double" }),
    );
  }

  #ofType(field, place) {
    if (field.type === "choice") return this.#choice(field, place);
    if (field.type === "date") return this.#date(field, place);
    if (["seal", "qr"].includes(field.type)) return [];
    const cells = number(field.cells || null, (v) => this.#set("cells", v), { min: 0, "data-key": "cells" });
    const shown = [row("桁枠の数（なければ空欄）", `${place}.cells`, cells)];
    return field.type === "number" ? [...shown, ...this.#numeral(field, place)] : shown;
  }

  #numeral(field, place) {
    const [least, most] = field.length ?? [null, null];
    const change = (n) => (value) => {
      const pair = [...(this.#model.field.length ?? [null, null])];
      pair[n] = value;
      this.#set("length", pair.every((each) => each === null) ? null : pair);
    };
    return [
      h("div", { class: "pair" },
        row("最少の桁", `${place}.length.0`, number(least, change(0), { min: 1, "data-key": "least" })),
        row("最大の桁", `${place}.length.1`, number(most, change(1), { min: 1, "data-key": "most" }))),
      row("検査数字", `${place}.check`, select(field.check, { "": "なし", ...this.#choices.checks }, (v) => this.#set("check", v), { "data-key": "check" })),
    ];
  }

  #choice(field, place) {
    return [
      row("印のつけ方", `${place}.mark`, select(field.mark ?? "circle", this.#choices.marks, (v) => this.#set("mark", v === "circle" ? null : v), { "data-key": "mark" })),
      h("div", { class: "ticks" }, tick("いくつでも選べる", field.multiple, (v) => this.#set("multiple", v), { "data-key": "multiple" })),
      this.#options("options", "選択肢", field, place),
    ];
  }

  #date(field, place) {
    const kinds = { "": "丸で囲む", ...Object.fromEntries(this.#choices.eras.map((era) => [era, `${era}（印刷済み）`])) };
    const printed = row("元号", `${place}.era`, select(field.era ?? "", kinds, (v) => this.#setEra(v), { "data-key": "era" }));
    return field.era ? [printed] : [printed, this.#options("eras", "元号の選択肢", field, place)];
  }

  #setEra(era) {
    const [x, y] = outer(this.#model.field) ?? [10, 10];
    this.#model.change(() => {
      const field = this.#model.field;
      if (era) {
        field.era = era;
        delete field.eras;
      } else {
        delete field.era;
        field.eras = ["昭和", "平成", "令和"].map((value, n) => ({ value, box: [round(x + n * 10), round(Math.max(0, y - 6)), 9, 5] }));
      }
    });
    this.#model.select({ ...this.#model.selection, part: era ? ["year"] : ["eras", 0] });
  }

  // Printed words to ring or squares to tick: what each means, and which of them is in hand.
  #options(name, words, field, place) {
    const items = (field[name] ?? []).map((option, n) => {
      const at = { ...this.#model.selection, part: [name, n] };
      const set = (key) => (value) =>
        this.#model.change(() => {
          if (value || key === "value") this.#model.field[name][n][key] = value;
          else delete this.#model.field[name][n][key];
        }, `set ${name} ${n} ${key}`);
      const value = text(option.value, set("value"), { "data-key": `${name}-${n}`, "aria-label": `${words} ${n + 1} の値`, onfocus: () => this.#hold(at) });
      const label = text(option.label, set("label"), { "data-key": `${name}-${n}-label`, "aria-label": `${words} ${n + 1} の印刷`, placeholder: "印刷が違うとき", onfocus: () => this.#hold(at) });
      const wrong = h("p", { class: "message", "data-place": `${place}.${name}.${n}`, "data-deep": true });
      const current = same(at, this.#model.selection) ? "current" : "";
      return h("li", { class: current, "data-part": `${name}.${n}` }, value, label,
        button("×", () => this.#dropOption(name, n), { "aria-label": `${option.value || n + 1} を消す` }), wrong);
    });
    return h("fieldset", {}, h("legend", {}, words), h("ol", { class: "options" }, items),
      button("選択肢を加える", () => this.#addOption(name), { "data-key": `add-${name}` }),
      h("p", { class: "message", "data-place": `${place}.${name}` }));
  }

  #hold(at) {
    if (!same(at, this.#model.selection)) this.#model.hold(at.part);
  }

  // Which option is in hand, and its place; what is being typed stays untouched.
  #drawHeld() {
    const [name, index] = this.#model.selection.part;
    for (const item of this.#one.querySelectorAll("[data-part]"))
      item.classList.toggle("current", item.dataset.part === `${name}.${index}`);
    this.#one.querySelector("fieldset.box")?.replaceWith(this.#box(this.#place()));
    tell(this.#one, this.#mistakes);
  }

  #addOption(name) {
    const field = this.#model.field;
    const last = field[name]?.at(-1)?.box ?? outer(field) ?? [10, 10, 8, 6];
    const { width } = this.#model.size(field.page ?? 1);
    const [x, y, w, tall] = last;
    const right = x + 2 * w + 2 <= width ? [x + w + 2, y] : [x, y + tall + 2];
    this.#model.change(() => (field[name] ??= []).push({ value: "", box: [round(right[0]), round(right[1]), w, tall] }));
    const n = field[name].length - 1;
    this.#model.select({ ...this.#model.selection, part: [name, n] });
    this.#one.querySelector(`[data-key="${name}-${n}"]`)?.focus();
  }

  #dropOption(name, n) {
    this.#model.change(() => this.#model.field[name].splice(n, 1));
    this.#model.selectEntry(this.#model.selection.entry, this.#model.selection.sub);
  }

  #box(place) {
    const box = this.#model.boxAt(this.#model.selection);
    if (!box) return [];
    const part = this.#model.selection.part.join(".");
    const input = (n, words) => {
      const change = (value) => {
        if (value === null) return;
        const next = [...this.#model.boxAt(this.#model.selection)];
        next[n] = value;
        this.#model.setBox(this.#model.selection, next, `box ${n}`);
      };
      return h("label", {}, words, number(box[n], change, { step: 0.5, "data-key": `box-${n}` }));
    };
    return h("fieldset", { class: "box" }, h("legend", {}, "枠 (mm)"), input(0, "左"), input(1, "上"), input(2, "幅"), input(3, "高さ"),
      h("p", { class: "message", "data-place": `${place}.${part}`, "data-deep": true }));
  }

  #group() {
    const rows = this.#model.rows;
    const known = this.#model.entries.filter((each) => each.rows !== undefined);
    const options = { "": "なし", ...Object.fromEntries(known.map((each) => [`=${each.rows}`, `${each.title}（${each.rows}）`])), "+": "新しい繰り返し" };
    const change = (value) => this.#model.regroup(value === "+" ? null : value.slice(1));
    const chosen = h("div", { class: "control" }, h("label", { for: "group" }, "同じ行の繰り返し"),
      select(rows ? `=${rows.rows}` : "", options, change, { id: "group", "data-key": "group" }));
    return rows ? [chosen, this.#rows(rows)] : chosen;
  }

  #rows(rows) {
    const place = `fields.${this.#model.selection.entry}`;
    const set = (key) => (value) => this.#model.change(() => (rows[key] = value ?? 0), `rows ${key}`);
    return h("fieldset", {}, h("legend", {}, "繰り返し"),
      row("見出し", `${place}.title`, text(rows.title, set("title"), { "data-key": "rows-title" })),
      row("id（英小文字）", `${place}.rows`, text(rows.rows, set("rows"), { "data-key": "rows-id" })),
      h("div", { class: "pair" },
        row("行数", `${place}.count`, number(rows.count, set("count"), { min: 1, "data-key": "rows-count" })),
        row("行の間隔 (mm)", `${place}.step`, number(rows.step, set("step"), { step: 0.5, "data-key": "rows-step" })),
        row("必須の行数", `${place}.required_rows`, number(rows.required_rows ?? 0, set("required_rows"), { min: 0, "data-key": "rows-required" }))));
  }

  #acts() {
    return h("div", { class: "buttons" },
      button("前へ", () => this.#model.shift(-1), { "data-key": "up", title: "一覧で Alt+↑" }),
      button("後へ", () => this.#model.shift(1), { "data-key": "down", title: "一覧で Alt+↓" }),
      button("項目を消す", () => this.#model.removeField(), { "data-key": "remove" }));
  }
}
