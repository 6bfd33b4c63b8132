// A list to choose from, drawn by ourselves: the button stands in the form, the list at the end of the page.

import { h, layers } from "./dom.js";

const NOTHING = "選択してください";

export function combobox(spec, fields) {
  const chosen = spec.options.find((each) => each.code === fields.typed[spec.id]);
  const button = h("button", {
    type: "button", role: "combobox", class: "combobox", id: `f-${spec.id}`, "data-part": "list",
    "aria-haspopup": "listbox", "aria-expanded": "false", "aria-controls": `o-${spec.id}`,
    "aria-labelledby": `l-${spec.id}`, "aria-required": spec.required ? "true" : null,
  }, h("span", { class: chosen ? "" : "nothing" }, chosen ? chosen.word : NOTHING));
  button.addEventListener("click", () => (isOpen() ? close() : open(button, spec, fields)));
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    open(button, spec, fields);
  });
  return button;
}

let now = null;

const isOpen = () => now !== null;

function close() {
  if (!now) return;
  document.removeEventListener("pointerdown", now.outside, true);
  now.list.remove();
  now.button.setAttribute("aria-expanded", "false");
  now = null;
}

function open(button, spec, fields) {
  close();
  const pick = (code) => { close(); fields.set(spec.id, code); };
  const options = [{ code: "", word: NOTHING }, ...spec.options].map(({ code, word }) => h("li", {
    role: "option", tabindex: "-1", "aria-selected": String(code === fields.typed[spec.id]), onclick: () => pick(code),
  }, word));
  const list = h("ul", { role: "listbox", class: "listbox", id: `o-${spec.id}`, "aria-labelledby": `l-${spec.id}`,
    onkeydown: (event) => steer(event, options, button) }, options);
  const place = button.getBoundingClientRect();
  Object.assign(list.style, { left: `${place.left + scrollX}px`, top: `${place.bottom + scrollY + 4}px`, minWidth: `${place.width}px` });
  const outside = (event) => { if (!list.contains(event.target) && !button.contains(event.target)) close(); };
  layers().append(list);
  document.addEventListener("pointerdown", outside, true);
  button.setAttribute("aria-expanded", "true");
  now = { list, button, outside };
  (options.find((each) => each.getAttribute("aria-selected") === "true") || options[0]).focus({ preventScroll: true });
}

function steer(event, options, button) {
  const at = options.indexOf(document.activeElement);
  if (event.key === "ArrowDown") options[Math.min(at + 1, options.length - 1)].focus();
  else if (event.key === "ArrowUp") options[Math.max(at - 1, 0)].focus();
  else if (event.key === "Enter" || event.key === " ") options[at].click();
  else if (event.key === "Escape") { close(); button.focus(); }
  else return;
  event.preventDefault();
}
