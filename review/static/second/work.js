// One field at a time: type what stands on the paper, Enter, and the next one is there.

import { Problem, post } from "../api.js";
import { ActiveClock } from "../clock.js";
import { Field } from "./field.js";

const main = document.getElementById("main");
const place = document.getElementById("place");
const done = document.getElementById("done");
const clock = new ActiveClock();
const EMPTY = "何も入っていません。用紙も空欄なら、もう一度 Enter を押してください。";
const NO_TEXT = "値を選ぶか入力してください。用紙が空欄なら、もう一度 Enter を押してください。";

let field = null;
let isBusy = false;
let isEmptyMeant = false;
let typedAhead = "";
let isLeaving = false;

document.addEventListener("keydown", (event) => {
  // While an input method composes, every key is its own: Enter picks a word, Esc drops it.
  if (event.isComposing || event.keyCode === 229) return;
  if (isBusy) {
    holdBack(event);
    return;
  }
  if (act(event)) event.preventDefault();
});

place.addEventListener("click", (event) => {
  const button = event.target.closest("[data-text]");
  if (button && !isBusy) send(button.dataset.text);
});

// A closed window gives the field back at once instead of after the time-out.
window.addEventListener("pagehide", () => {
  if (field && !isLeaving) post("/second/release", {}, { keepalive: true }).catch(() => {});
});

// True where the key was ours.
function act(event) {
  if (event.key === "Escape") {
    leave();
    return true;
  }
  if (!field || event.ctrlKey || event.metaKey) return false;
  const digit = /^Digit([0-9])$/.exec(event.code);
  if (event.altKey) return digit ? choose(Number(digit[1])) : false;
  if (event.key !== "Enter") isEmptyMeant = false;
  if (event.key === "Enter" && !event.target.closest("button")) {
    if (!event.repeat) submit();
    return true;
  }
  if (event.key === "F8") {
    field.toggleLarge();
    return true;
  }
  if (event.key === "F9" && !field.hasChoices) {
    if (!event.repeat) send(null);
    return true;
  }
  return field.pick(event.key);
}

function choose(number) {
  const text = field.choice(number);
  if (text !== undefined) send(text);
  return true;
}

function submit() {
  if (field.text === "" && !isEmptyMeant) {
    isEmptyMeant = true;
    field.say(field.hasChoices ? NO_TEXT : EMPTY);
    return;
  }
  send(field.text);
}

// During a call nothing typed may be lost, and nothing be sent unseen.
function holdBack(event) {
  const isText = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (isText) typedAhead += event.key;
  if (isText || ["Enter", "Tab", "Escape"].includes(event.key)) event.preventDefault();
}

async function send(text) {
  isBusy = true;
  const seconds = clock.take(field.id);
  try {
    show(await post(`${main.dataset.url}/${field.id}`, { text, seconds }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    clock.giveBack(field.id, seconds);
    field.say(error.words);
    field.focus();
  } finally {
    isBusy = false;
    field?.typeAhead(typedAhead);
    typedAhead = "";
  }
}

function show(answer) {
  document.getElementById("left").textContent = `残り ${answer.left}`;
  place.innerHTML = answer.task ?? "";
  begin();
}

function begin() {
  isEmptyMeant = false;
  const section = place.querySelector(".task");
  field = section ? new Field(section) : null;
  done.hidden = section !== null;
  clock.at(field?.id ?? null);
  if (field) field.focus();
  else done.querySelector("a").focus();
}

async function leave() {
  isLeaving = true;
  if (field) await post("/second/release").catch(() => {});
  window.location.assign(main.dataset.home);
}

begin();
