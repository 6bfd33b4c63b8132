// Fields: what was typed is kept here, the elements are drawn anew whenever it changes.

import { controls } from "./controls.js";
import { h } from "./dom.js";

const TYPED = ["text", "area", "digits", "my_number", "phone", "postal", "date", "address"];
const UNNAMED = ["radios", "chips"];

export class Fields {
  constructor(specs, hooks = {}) {
    this.specs = new Map();
    this.typed = {};
    this.errors = {};
    this.notes = {};
    this.places = new Map();
    this.hooks = hooks;
    this.add(specs);
  }

  add(specs) {
    for (const spec of specs) {
      this.specs.set(spec.id, spec);
      if (!(spec.id in this.typed)) this.typed[spec.id] = spec.look === "chips" ? [] : "";
    }
  }

  remove(ids) {
    for (const id of ids) {
      this.specs.delete(id);
      this.places.delete(id);
      delete this.typed[id];
    }
  }

  values() {
    return { ...this.typed };
  }

  isDirty() {
    return Object.values(this.typed).some((value) => value.length);
  }

  elements(ids = [...this.specs.keys()]) {
    return ids.map((id) => this.draw(id));
  }

  // A control changed: keep the value, tell the form, draw the field anew.
  set(id, value, redraw = true) {
    this.typed[id] = value;
    delete this.errors[id];
    if (this.hooks.changed) this.hooks.changed(id, value);
    if (redraw) queueMicrotask(() => this.redraw(id));
  }

  note(id, words) {
    this.notes[id] = words;
    this.redraw(id);
  }

  complain(errors) {
    this.errors = { ...errors };
    for (const id of this.specs.keys()) this.redraw(id);
  }

  // A box was left empty that must not be.
  left(id) {
    const spec = this.specs.get(id);
    if (!spec || !TYPED.includes(spec.look) || !spec.required || this.typed[id].length || this.errors[id]) return;
    this.errors[id] = `${spec.label}を入力してください。`;
    this.redraw(id);
  }

  redraw(id) {
    const old = this.places.get(id);
    if (!old || !old.isConnected) return;
    const held = document.activeElement;
    const inside = old.contains(held) ? held.dataset.part || "" : null;
    const caret = inside !== null && "selectionStart" in held ? held.selectionStart : null;
    this.redrawing = true;
    old.replaceWith(this.draw(id));
    if (inside !== null) {
      const next = [...this.places.get(id).querySelectorAll("[data-part]")].find((each) => each.dataset.part === inside);
      if (next) next.focus({ preventScroll: true });
      if (next && caret !== null) next.setSelectionRange(caret, caret);
    }
    this.redrawing = false;
  }

  draw(id) {
    const spec = this.specs.get(id);
    const control = controls[spec.look](spec, this);
    const place = this.frame(spec, control);
    place.addEventListener("focusout", (event) => {
      if (!this.redrawing && !place.contains(event.relatedTarget)) this.left(id);
    });
    this.places.set(id, place);
    return place;
  }

  frame(spec, control) {
    const { id } = spec;
    const wrong = this.errors[id];
    const state = wrong ? " wrong" : "";
    const badge = spec.required ? h("span", { class: "badge" }, "必須") : null;
    const below = [
      this.notes[id] ? h("p", { class: "note", "aria-live": "polite" }, this.notes[id]) : null,
      spec.help ? h("p", { class: "help" }, spec.help) : null,
      wrong ? h("p", { class: "error", id: `e-${id}` }, wrong) : null,
    ];
    const attributes = { class: `field look-${spec.look}${state}`, "data-field": id };
    if (UNNAMED.includes(spec.look)) {
      return h("fieldset", attributes, h("legend", { class: "label" }, spec.label, badge), control, below);
    }
    if (spec.naming === "floating") {
      return h("div", attributes, h("div", { class: "floating" }, control, h("label", { for: `f-${id}` }, spec.label, badge)), below);
    }
    return h("div", attributes, this.name(spec, badge), h("div", { class: "control" }, control), below);
  }

  name(spec, badge) {
    if (namingOf(spec) === "for") return h("label", { class: "label", for: `f-${spec.id}` }, spec.label, badge);
    if (namingOf(spec) === "plain") return h("div", { class: "label" }, spec.label, badge);
    return h("span", { class: "label", id: `l-${spec.id}` }, spec.label, badge);
  }
}

const LABELLED_BY = ["combobox", "segmented", "switch", "era_date", "checkbox"];

export function namingOf(spec) {
  return LABELLED_BY.includes(spec.look) ? "labelledby" : spec.naming;
}
