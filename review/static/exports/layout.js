// The editor of a layout: a table of columns, by keyboard; saved as the YAML a person would write.

import { Problem, post } from "/static/api.js";

const main = document.getElementById("main");
const columns = document.getElementById("columns");
const message = document.getElementById("message");
const format = document.getElementById("format");
const HEAD = ["title", "format", "encoding", "characters", "newline", "quote", "formulas"];

const ACTS = {
  up: (row) => move(row, row.previousElementSibling),
  down: (row) => move(row, row.nextElementSibling?.nextElementSibling ?? null),
  add: (row) => add(row),
  remove: (row) => remove(row),
};
const KEYS = { ArrowUp: "up", ArrowDown: "down", Insert: "add", Delete: "remove" };

columns.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button) ACTS[button.dataset.act](button.closest("tr"));
});
columns.addEventListener("change", (event) => {
  if (event.target.name === "holds") fit(event.target.closest("tr"));
});
columns.addEventListener("keydown", (event) => {
  if (!event.altKey || !(event.key in KEYS)) return;
  event.preventDefault();
  ACTS[KEYS[event.key]](event.target.closest("tr"));
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key !== "Enter" || !event.ctrlKey || event.target.id === "text") return;
  event.preventDefault();
  save();
});
document.getElementById("save").addEventListener("click", save);
format.addEventListener("change", showWidths);

function move(row, before) {
  if (before === null && row.nextElementSibling === null) return;
  const inHand = document.activeElement;
  columns.insertBefore(row, before);
  inHand.focus();
}

function add(row) {
  const fresh = row.cloneNode(true);
  for (const input of fresh.querySelectorAll("input")) input.value = "";
  fresh.querySelector('[name="join"]').value = "、";
  fresh.querySelector(".note").textContent = "";
  fresh.classList.remove("wrong");
  row.after(fresh);
  fit(fresh);
  fresh.querySelector("select").focus();
}

function remove(row) {
  if (columns.children.length === 1) return;
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  next.querySelector("select").focus();
}

// A row shows what matters for what it holds; its heading is that thing's name unless typed.
function fit(row) {
  const holds = row.querySelector('[name="holds"]');
  const [chosen] = holds.selectedOptions;
  row.querySelector('[name="text"]').hidden = holds.value !== "text:";
  row.querySelector('[name="date"]').hidden = !("date" in chosen.dataset);
  row.querySelector('[name="title"]').placeholder = holds.value === "text:" ? "" : chosen.label;
}

function showWidths() {
  document.body.classList.toggle("fixed-width", format.value === "fixed");
}

async function save() {
  clear();
  const title = document.getElementById("title");
  if (!title.value.trim()) {
    message.textContent = "名前を入力してください。";
    title.focus();
    return;
  }
  try {
    const body = { layout: declaration(), mark: main.dataset.mark || null };
    window.location.assign((await post("/exports/layouts", body)).next);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    tell(error);
  }
}

function declaration() {
  const made = {
    layout: document.getElementById("name").value,
    form: main.dataset.form,
    header: document.getElementById("header").value === "true",
    substitutes: JSON.parse(main.dataset.substitutes),
    columns: [...columns.children].map(columnOf),
  };
  for (const key of HEAD) made[key] = document.getElementById(key).value;
  return made;
}

function columnOf(row) {
  const [kind, name] = valueOf(row, "holds").split(":");
  const column = { [kind]: kind === "text" ? valueOf(row, "text") : name };
  for (const key of ["title", "date", "join", "width", "align", "pad", "overflow"]) {
    column[key] = valueOf(row, key);
  }
  const bytes = valueOf(row, "bytes");
  if (format.value === "fixed" && bytes) column.bytes = Number(bytes);
  column.codes = codesOf(valueOf(row, "codes"));
  return column;
}

// 男=1、女=2 → { 男: "1", 女: "2" }
function codesOf(text) {
  const pairs = text.split(/[、,]/).map((pair) => pair.trim()).filter(Boolean);
  return Object.fromEntries(pairs.map((pair) => {
    const at = pair.search(/[=＝]/);
    return at < 0 ? [pair, ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  }));
}

function valueOf(row, name) {
  return row.querySelector(`[name="${name}"]`).value;
}

function clear() {
  message.textContent = "";
  for (const row of columns.children) {
    row.classList.remove("wrong");
    row.querySelector(".note").textContent = "";
  }
}

// What the page calls a key of the declaration.
function named(key) {
  return document.querySelector(`label[for="${key === "layout" ? "name" : key}"]`)?.textContent ?? key;
}

// Each mistake where it is: at its row, or above the table.
function tell(error) {
  const rows = [...columns.children];
  const placed = (error.data.mistakes ?? []).filter((each) => rows[each.row]);
  for (const each of placed) {
    rows[each.row].classList.add("wrong");
    rows[each.row].querySelector(".note").textContent = each.message;
  }
  const rest = (error.data.mistakes ?? []).filter((each) => !rows[each.row]);
  const words = rest.map((each) => (each.key ? `${named(each.key)}: ${each.message}` : each.message));
  if (placed.length > 0) words.push("赤い列を直してください。");
  message.textContent = words.join(" ") || error.words;
  if (placed.length > 0) rows[placed[0].row].querySelector("select").focus();
}

for (const row of columns.children) fit(row);
showWidths();
