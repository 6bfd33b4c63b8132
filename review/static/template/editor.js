// 様式を作る: the paper at the left, everything about the form at the right.

import { post } from "../api.js";
import { button } from "./controls.js";
import { Keep } from "./keep.js";
import { Model } from "./model.js";
import { Panel } from "./panel.js";
import { Rules } from "./rules.js";
import { Sheet } from "./sheet.js";
import { Tabs } from "./tabs.js";
import { Trying } from "./trying.js";
import { send } from "./upload.js";
import { Whole } from "./whole.js";

const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId("main").dataset.state);
const model = new Model(data.declaration);
const sheet = new Sheet(model, byId("desk"), (page) => `/templates/bench/${data.bench}/pages/${page}`);
const panel = new Panel(model, data.choices, byId("list"), byId("one"));
const whole = new Whole(model, data.choices, byId("pane-whole"));
const rules = new Rules(model, data.choices, byId("pane-rules"));
const keep = new Keep(model, data.bench, data.serial, byId("kept"));
const tabs = new Tabs(document.querySelector('[role="tablist"]'));
const wrongs = byId("wrongs");
let mistakes = [];
let next = 0;

new Trying(data.bench, keep);
sheet.onEnter = () => {
  tabs.open("fields");
  panel.focus();
};
panel.onLeave = () => sheet.focus();
keep.onMistakes = show;
model.listen(drawTools);
sheet.draw();
show(data.mistakes);
drawTools();
if (data.base === null && !data.declaration.title) tabs.open("whole");

function show(found) {
  mistakes = found;
  sheet.wrong = (at) => {
    const place = at.sub === null ? ["fields", at.entry] : ["fields", at.entry, "fields", at.sub];
    return found.some(({ place: where }) => place.every((each, n) => each === where[n]));
  };
  panel.mistakes = found;
  whole.mistakes = found;
  rules.mistakes = found;
  wrongs.hidden = !found.length;
  wrongs.textContent = `直すところ ${found.length}`;
}

// The next of the places to mend, with its tab open and the focus in it.
function goToMistake() {
  const { place } = mistakes[next % mistakes.length];
  next += 1;
  if (place[0] === "fields" && place.length > 1) {
    tabs.open("fields");
    model.selectEntry(place[1], place[2] === "fields" ? place[3] : null);
    panel.focus();
  } else if (place[0] === "rules") {
    tabs.open("rules");
    byId("pane-rules").querySelector('[aria-invalid="true"]')?.focus();
  } else {
    tabs.open("whole");
    byId("pane-whole").querySelector('[aria-invalid="true"]')?.focus();
  }
}

function drawTools() {
  byId("undo").disabled = !model.canUndo;
  byId("redo").disabled = !model.canRedo;
  const pages = model.pages.map((_, n) =>
    button(`${n + 1} ページ目`, () => model.turn(n + 1), { "aria-pressed": String(model.page === n + 1) }),
  );
  byId("pages").replaceChildren(...(pages.length > 1 ? pages : []));
}

async function save() {
  const status = byId("kept");
  try {
    await keep.now();
    if (mistakes.length) {
      status.textContent = "赤い印のところを直してから保存します。";
      goToMistake();
      return;
    }
    status.textContent = "保存しています…";
    const answer = await post(`/templates/bench/${data.bench}/save`);
    if (answer.mistakes) {
      show(answer.mistakes);
      status.textContent = "赤い印のところを直してから保存します。";
      goToMistake();
      return;
    }
    if (answer.lost.length) sessionStorage.setItem("lost-comments", answer.lost.join("、"));
    location.assign(answer.next);
  } catch (problem) {
    status.textContent = problem.words ?? String(problem);
  }
}

byId("add").addEventListener("click", (event) => {
  if (event.detail) sheet.startDrawing();
  else sheet.addInMiddle(); // by the keyboard
});
byId("undo").addEventListener("click", () => model.undo());
byId("redo").addEventListener("click", () => model.redo());
byId("save").addEventListener("click", save);
byId("zoom").addEventListener("change", (event) => (sheet.zoom = event.target.value));
wrongs.addEventListener("click", goToMistake);
whole.onBlank = async (file) => {
  const status = byId("kept");
  try {
    await keep.now();
    status.textContent = "用紙を差し替えています…";
    const { next } = await send(`/templates/upload?use=blank&bench=${data.bench}`, file);
    location.assign(next);
  } catch (problem) {
    status.textContent = problem.words ?? String(problem);
  }
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, select, textarea");
  const control = event.ctrlKey || event.metaKey;
  if (event.isComposing) return;
  if (control && event.key === "s") save();
  else if (control && !typing && event.key === "z") model.undo();
  else if (control && !typing && (event.key === "y" || event.key === "Z")) model.redo();
  else if (!control && !typing && event.key.toLowerCase() === "n") sheet.addInMiddle();
  else return;
  event.preventDefault();
});
