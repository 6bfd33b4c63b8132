// 規則: conditions between fields, one card each.

import { button, number, refill, row, select, tell, text, tick } from "./controls.js";
import { h } from "./dom.js";

const WITH_LIMITS = ["within_age", "filled_at_age", "years_apart", "between"];
const WITH_WHEN = ["filled_when", "blank_when"];

export class Rules {
  #model;
  #choices;
  #pane;
  #mistakes = [];

  constructor(model, choices, pane) {
    this.#model = model;
    this.#choices = choices;
    this.#pane = pane;
    model.listen(() => {
      if (!pane.contains(document.activeElement)) this.draw();
    });
    this.draw();
  }

  set mistakes(found) {
    this.#mistakes = found;
    tell(this.#pane, found);
  }

  draw() {
    const cards = this.#model.rules.map((rule, n) => this.#card(rule, n));
    const hint = h("p", { class: "hint" }, "破れた規則は、確認画面で理由として示されます。");
    refill(this.#pane, hint, ...cards, button("規則を加える", () => this.#add(), { "data-key": "add-rule" }));
    tell(this.#pane, this.#mistakes);
  }

  #change(change, kind = "") {
    this.#model.change(change, kind);
    if (!kind) this.draw();
  }

  #add() {
    this.#change((form) => (form.rules ??= []).push({ kind: "order", fields: [], message: "" }));
    this.#pane.querySelector(`[data-key="kind-${this.#model.rules.length - 1}"]`)?.focus();
  }

  #card(rule, n) {
    const place = `rules.${n}`;
    const set = (key) => (value) => this.#change((form) => (form.rules[n][key] = value), `rule ${n} ${key}`);
    const kind = select(rule.kind, this.#choices.rules, (value) => this.#rekind(n, value), { "data-key": `kind-${n}` });
    return h(
      "fieldset",
      { class: "rule" },
      h("legend", {}, `規則 ${n + 1}`),
      row("種類", `${place}.kind`, kind),
      this.#fields(rule, n, place),
      rule.when || WITH_WHEN.includes(rule.kind) ? this.#when(rule, n, place) : null,
      rule.limits || WITH_LIMITS.includes(rule.kind) ? this.#limits(rule, n, place) : null,
      rule.kind === "within_age"
        ? h("div", { class: "ticks" }, tick("上の年齢は年度末まで", rule.until_march, (value) => this.#change((form) => { form.rules[n].until_march = value; }, `rule ${n} march`), { "data-key": `march-${n}` }))
        : null,
      rule.kind === "rows_differ"
        ? row("一行の項目の数", `${place}.width`, number(rule.width ?? 1, set("width"), { min: 1, "data-key": `width-${n}` }))
        : null,
      row("確認する人への言葉", `${place}.message`, text(rule.message, set("message"), { "data-key": `message-${n}` })),
      h("p", { class: "message", "data-place": place }),
      h("div", { class: "buttons" }, button("規則を消す", () => this.#change((form) => { form.rules.splice(n, 1); }), { "data-key": `drop-${n}` })),
    );
  }

  #rekind(n, kind) {
    this.#change((form) => {
      const rule = form.rules[n];
      rule.kind = kind;
      if (!WITH_LIMITS.includes(kind)) delete rule.limits;
      else rule.limits ??= [0, 120];
      if (kind !== "within_age") delete rule.until_march;
      if (kind !== "rows_differ") delete rule.width;
    });
  }

  #fields(rule, n, place) {
    const labels = this.#model.labels();
    const chosen = rule.fields.map((id, m) =>
      h("li", {}, `${labels.get(id) ?? "（ない項目）"} `, h("span", { class: "file" }, id), button("×", () => this.#change((form) => { form.rules[n].fields.splice(m, 1); }), { "aria-label": `${labels.get(id) ?? id} を外す` })),
    );
    const more = { "": "項目を加える…", ...this.#named(labels) };
    const add = select("", more, (id) => id && this.#change((form) => { form.rules[n].fields.push(id); }), { "data-key": `fields-${n}` });
    return [h("ol", { class: "chosen", "aria-label": "項目" }, chosen), row("項目", `${place}.fields`, add, { deep: true })];
  }

  #named(labels) {
    return Object.fromEntries([...labels].map(([id, label]) => [id, `${label || "（名前なし）"}　${id}`]));
  }

  #when(rule, n, place) {
    const labels = this.#model.labels();
    const pairs = Object.entries(rule.when ?? {}).map(([id, value]) =>
      h("li", {}, `${labels.get(id) ?? id} が `,
        text(value, (typed) => this.#change((form) => { form.rules[n].when[id] = typed; }, `rule ${n} when ${id}`), { "aria-label": `${labels.get(id) ?? id} の値`, "data-key": `when-${n}-${id}` }),
        button("×", () => this.#change((form) => { delete form.rules[n].when[id]; }), { "aria-label": "条件を外す" })),
    );
    const add = select("", { "": "条件の項目を加える…", ...this.#named(labels) }, (id) => id && this.#change((form) => { (form.rules[n].when ??= {})[id] ??= ""; }), { "data-key": `when-${n}` });
    return [h("ul", { class: "chosen", "aria-label": "条件" }, pairs), row("条件（すべて満たすとき）", `${place}.when`, add, { deep: true })];
  }

  #limits(rule, n, place) {
    const set = (m) => (value) => this.#change((form) => { (form.rules[n].limits ??= [0, 0])[m] = value ?? 0; }, `rule ${n} limit ${m}`);
    return h("div", { class: "pair" },
      row("最小", `${place}.limits`, number(rule.limits?.[0], set(0), { "data-key": `low-${n}` })),
      row("最大", `${place}.limits.1`, number(rule.limits?.[1], set(1), { "data-key": `high-${n}` })));
  }
}
