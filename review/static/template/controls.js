// Inputs with a label and a place for what is wrong there.

import { fresh, h } from "./dom.js";

// `place`: where in the declaration, as mistakes name it; `deep`: mistakes inside it as well.
export function row(words, place, input, { deep = false, hint = "" } = {}) {
  const id = (input.id ||= fresh("in"));
  const wrong = h("p", { class: "message", id: `${id}-wrong`, "data-place": place, "data-for": id, "data-deep": deep });
  input.setAttribute("aria-describedby", `${id}-wrong`);
  const label = h("label", { for: id }, words);
  return h("div", { class: "control" }, label, input, hint ? h("p", { class: "hint" }, hint) : null, wrong);
}

export function text(value, change, attributes = {}) {
  return h("input", {
    type: "text", value: value ?? "", spellcheck: "false", autocomplete: "off",
    oninput: (event) => change(event.target.value), ...attributes,
  });
}

export function number(value, change, attributes = {}) {
  return h("input", {
    type: "number", value: value ?? "", autocomplete: "off",
    oninput: (event) => change(event.target.value === "" ? null : Number(event.target.value)),
    ...attributes,
  });
}

export function select(value, options, change, attributes = {}) {
  const made = h("select", { onchange: (event) => change(event.target.value), ...attributes });
  for (const [key, words] of Object.entries(options))
    made.append(h("option", { value: key, selected: key === String(value ?? "") }, words));
  return made;
}

export function tick(words, value, change, attributes = {}) {
  const input = h("input", { type: "checkbox", onchange: (event) => change(event.target.checked), ...attributes });
  input.checked = Boolean(value);
  return h("label", { class: "tick" }, input, words);
}

export function button(words, act, attributes = {}) {
  return h("button", { type: "button", onclick: act, ...attributes }, words);
}

// Fills `place` anew; the control that had the focus (by its data-key) has it again.
export function refill(place, ...children) {
  const key = place.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  place.replaceChildren(...children.flat().filter(Boolean));
  if (key) place.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

// Writes what is wrong beside every control that is shown.
export function tell(root, mistakes) {
  for (const place of root.querySelectorAll("[data-place]")) {
    const at = place.dataset.place;
    const deep = "deep" in place.dataset;
    const mine = mistakes.filter(({ place: where }) => {
      const name = where.join(".");
      return name === at || (deep && name.startsWith(`${at}.`));
    });
    place.textContent = mine.map(({ message, fix }) => `${message}${fix}`).join(" ");
    const input = place.dataset.for && document.getElementById(place.dataset.for);
    if (input) input.setAttribute("aria-invalid", String(mine.length > 0));
  }
}
