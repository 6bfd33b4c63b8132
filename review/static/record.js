// The record page: keys to deeds. Nothing here needs a mouse; everything also takes a click.

import { post } from "./api.js";
import { ActiveClock } from "./clock.js";
import { Desk } from "./desk.js";
import { Drafts } from "./drafts.js";
import { HoldDialog } from "./hold.js";
import { Lock } from "./lock.js";
import { Picture } from "./picture.js";
import * as rows from "./row.js";

const main = document.getElementById("main");
const url = `/records/${main.dataset.record}`;
const { query } = main.dataset;
const status = document.getElementById("status");
const help = document.getElementById("help");
const picture = new Picture(document.querySelector(".pane"));
const drafts = new Drafts(url, tell);
const desk = new Desk(url, picture, new ActiveClock(), drafts);
const hold = new HoldDialog(`${url}/hold${query}`, {
  onDone: leaveFor,
  onClose: () => desk.refocus(),
});
let isLeaving = false;
let isWarned = false;

const DEEDS = {
  F1: () => help.showModal(),
  F2: () => desk.reveal(),
  F4: () => desk.toggleRest(),
  F6: () => turnTo("send-back"),
  F7: () => turnTo("other-form"),
  F8: () => picture.toggleWhole(),
  F9: () => hold.open(),
  F10: () => window.open("/sign-in", "_blank", "noopener"),
  Escape: () => goBack(),
};

new Lock(url, tell);
help.addEventListener("close", () => desk.refocus());

document.addEventListener("keydown", (event) => {
  // While an input method composes, every key is its own: Enter picks a word, Esc drops it.
  if (event.isComposing || event.keyCode === 229 || hold.isOpen || help.open) return;
  if (desk.isBusy) {
    holdBack(event);
    return;
  }
  if (act(event)) event.preventDefault();
});

document.addEventListener("input", (event) => {
  const row = event.target.closest(".row");
  if (row) desk.noteTyping(row);
});

document.addEventListener("click", (event) => {
  const { target } = event;
  const button = target.closest("button");
  const row = target.closest(".row");
  if (button?.id === "confirm") finish();
  else if (button?.matches(".override")) desk.submit({ override: true });
  else if (button?.matches(".reveal")) desk.reveal();
  else if (button?.matches(".candidates button")) {
    desk.takeCandidate([...row.querySelectorAll(".candidates button")].indexOf(button) + 1);
  } else if (row && row !== desk.row) desk.take(row);
});

// A closed window gives the record back at once instead of after the time-out, with what was typed
// in its last moment.
window.addEventListener("pagehide", () => {
  if (isLeaving) return;
  post(`${url}/release`, { drafts: drafts.waiting }, { keepalive: true }).catch(() => {});
});

// True where the key was ours.
function act(event) {
  if (event.key !== "Escape") {
    isWarned = false;
    if (!drafts.isTroubled) tell("");
  }
  if (event.key === "Tab" && !event.ctrlKey && !event.altKey) {
    return desk.step(event.shiftKey ? -1 : 1);
  }
  if (event.key in DEEDS && !event.ctrlKey && !event.altKey && !event.shiftKey) {
    if (!event.repeat) DEEDS[event.key]();
    return true;
  }
  return desk.row?.contains(event.target) ? actInRow(event) : false;
}

function actInRow(event) {
  if (event.key === "Enter" && !event.altKey && !event.target.closest("button")) {
    if (!event.repeat) desk.submit({ override: event.ctrlKey });
    return true;
  }
  const digit = /^Digit([0-9])$/.exec(event.code);
  if (event.altKey && digit) {
    desk.takeCandidate(Number(digit[1]));
    return true;
  }
  const isTyping = event.target.matches(".typed");
  if (!isTyping && /^[0-9]$/.test(event.key) && !event.ctrlKey && !event.altKey) {
    rows.choose(desk.row, Number(event.key));
    desk.noteTyping(desk.row);
    return true;
  }
  return false;
}

// During a call nothing may be lost and nothing be confirmed unseen.
function holdBack(event) {
  const isText = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
  if (isText) desk.typeAhead(event.key);
  if (isText || ["Enter", "Tab", "Escape"].includes(event.key)) event.preventDefault();
}

async function finish() {
  const answer = await desk.finish(`${url}/confirm${query}`);
  if (answer) leaveFor(answer);
}

function leaveFor(answer) {
  isLeaving = true;
  window.location.replace(answer.next);
}

// To a page about this record, which stays in hand; what is typed here comes back with it.
async function turnTo(page) {
  if (!(await drafts.flush())) return;
  isLeaving = true;
  window.location.assign(`${url}/${page}${query}`);
}

// Esc goes one step back each time: the whole paper, the typing, the record.
async function goBack() {
  if (picture.isWhole) {
    picture.toggleWhole();
  } else if (desk.row && rows.isTouched(desk.row)) {
    desk.restore();
    tell("元の値に戻しました。");
  } else if (desk.unsent.length > 0 && !isWarned) {
    isWarned = true;
    tell("確定していない入力があります。もう一度 Esc を押すと一覧に戻ります（入力は残ります）。");
  } else {
    await post(`${url}/release`, { drafts: drafts.waiting }).catch(() => {});
    leaveFor({ next: `/${query}` });
  }
}

function tell(message) {
  status.textContent = message;
}

desk.begin(document.getElementById("reason") !== null);
