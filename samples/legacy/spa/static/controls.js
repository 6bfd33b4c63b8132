// The controls, one function a look: (spec, fields) → an element that shows the value kept there.

import { combobox } from "./combobox.js";
import { h } from "./dom.js";
import { pickPlace } from "./place.js";
import { state } from "./state.js";

const POSTAL = /^(\d{3})-?(\d{4})$/;

function named(spec) {
  const by = { labelledby: { "aria-labelledby": `l-${spec.id}` } }[spec.naming] || {};
  return { id: spec.naming === "plain" ? null : `f-${spec.id}`, ...by };
}

function box(spec, fields, attributes = {}, tidy = (text) => text) {
  const wrong = fields.errors[spec.id];
  const input = h(attributes.tag || "input", {
    type: attributes.tag ? null : "text",
    ...named(spec),
    "data-part": "box",
    autocomplete: "off",
    maxlength: spec.length || null,
    placeholder: spec.naming === "floating" ? " " : null,
    "aria-invalid": wrong ? "true" : null,
    "aria-describedby": wrong ? `e-${spec.id}` : null,
    "aria-required": spec.required ? "true" : null,
    ...attributes,
    tag: null,
    value: fields.typed[spec.id],
  });
  input.addEventListener("input", (event) => {
    fields.set(spec.id, tidy(input.value), !event.isComposing);
  });
  return input;
}

const text = (spec, fields) => box(spec, fields);
const digits = (spec, fields) => box(spec, fields, { inputmode: "numeric", class: "short" });
const myNumber = (spec, fields) => box(spec, fields, { inputmode: "numeric", class: "middle" });
const phone = (spec, fields) => box(spec, fields, { type: "tel", class: "middle" });
const date = (spec, fields) => box(spec, fields, { type: "date", class: "middle", maxlength: null });

// 1000001 becomes 100-0001.
function postal(spec, fields) {
  return box(spec, fields, { inputmode: "numeric", class: "short" }, (typed) => {
    const whole = typed.match(POSTAL);
    return whole ? `${whole[1]}-${whole[2]}` : typed;
  });
}

function area(spec, fields) {
  const count = fields.typed[spec.id].length;
  return h("div", { class: "area" }, box(spec, fields, { tag: "textarea", rows: 3 }),
    h("div", { class: "counter" }, `${count} / ${spec.length}`));
}

function eraDate(spec, fields) {
  const kept = fields.typed[spec.id] || ["", "", "", ""];
  const put = (index, value, redraw) => {
    const next = [...(fields.typed[spec.id] || ["", "", "", ""])];
    next[index] = value;
    fields.set(spec.id, next.some(Boolean) ? next : "", redraw);
  };
  const era = h("select", { "aria-label": "元号", "data-part": "era", onchange: () => put(0, era.value, true) },
    h("option", { value: "" }, "元号"),
    state.eras.map((each) => h("option", { value: each.code, selected: each.code === kept[0] }, each.word)));
  const part = (index, name) => {
    const input = h("input", { type: "text", class: "tiny", inputmode: "numeric", maxlength: 2, "aria-label": name,
      "data-part": name, autocomplete: "off", value: kept[index] });
    input.addEventListener("input", (event) => put(index, input.value, !event.isComposing));
    return [input, h("span", { class: "unit" }, name)];
  };
  return h("div", { class: "era-date", role: "group", "aria-labelledby": `l-${spec.id}` },
    era, part(1, "年"), part(2, "月"), part(3, "日"));
}

function radios(spec, fields) {
  return h("div", { class: "choices" }, spec.options.map(({ code, word }) => h("label", { class: "choice" },
    h("input", { type: "radio", name: `r-${spec.id}`, value: code, "data-part": code, checked: fields.typed[spec.id] === code,
      onchange: () => fields.set(spec.id, code) }), h("span", {}, word))));
}

function chips(spec, fields) {
  const toggle = (code) => {
    const kept = fields.typed[spec.id];
    const next = kept.includes(code) ? kept.filter((each) => each !== code) : [...kept, code];
    fields.set(spec.id, spec.options.map((each) => each.code).filter((each) => next.includes(each)));
  };
  return h("div", { class: "chips" }, spec.options.map(({ code, word }) => h("label", { class: "chip" },
    h("input", { type: "checkbox", value: code, "data-part": code, checked: fields.typed[spec.id].includes(code),
      onchange: () => toggle(code) }), h("span", {}, word))));
}

function segmented(spec, fields) {
  return h("div", { class: "segmented", role: "radiogroup", "aria-labelledby": `l-${spec.id}` },
    spec.options.map(({ code, word }) => h("button", { type: "button", role: "radio", "data-part": code,
      "aria-checked": String(fields.typed[spec.id] === code), onclick: () => fields.set(spec.id, code) }, word)));
}

function toggle(spec, fields) {
  const on = fields.typed[spec.id] === spec.options[0].code;
  return h("div", { class: "switch-line" },
    h("button", { type: "button", role: "switch", class: "switch", "data-part": "switch", "aria-checked": String(on),
      "aria-labelledby": `l-${spec.id}`, onclick: () => fields.set(spec.id, on ? "" : spec.options[0].code) }),
    h("span", {}, spec.options[0].word));
}

function checkbox(spec, fields) {
  const { code, word } = spec.options[0];
  return h("label", { class: "tick" }, h("input", { type: "checkbox", "data-part": "tick", checked: fields.typed[spec.id] === code,
    onchange: (event) => fields.set(spec.id, event.target.checked ? code : "") }), h("span", {}, word));
}

function select(spec, fields) {
  const list = h("select", { ...named(spec), "data-part": "list", onchange: () => fields.set(spec.id, list.value) },
    h("option", { value: "" }, "選択してください"),
    spec.options.map(({ code, word }) => h("option", { value: code, selected: code === fields.typed[spec.id] }, word)));
  return list;
}

function pickedAddress(spec, fields) {
  return h("div", { class: "picked" }, box(spec, fields, { readonly: true, placeholder: "地番検索から選択" }),
    h("button", { type: "button", class: "button secondary", onclick: () => pickPlace(spec, fields) }, "地番検索"));
}

export const controls = {
  text, area, digits, date, postal, phone, radios, chips, segmented, checkbox, select, combobox,
  my_number: myNumber, era_date: eraDate, switch: toggle, address: text, picked_address: pickedAddress,
};
