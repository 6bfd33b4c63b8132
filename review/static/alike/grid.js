// The grid: arrows move, Space marks what is wrong, one Enter accepts what was seen and not marked.
// A picture that did not come, or was never on the screen, is accepted by nothing.

import { Problem, post } from "/static/api.js";
import { ActiveClock } from "/static/clock.js";

const TOLD = "alike-told"; // what the last Enter did, to be said on the next screen
const MARKS = "alike-marks"; // keys of what is marked: the marks outlive a reload or a new sign-in

const main = document.getElementById("main");
const status = document.getElementById("status");
const pieces = [...document.querySelectorAll(".piece")];
const boxes = pieces.map((piece) => piece.querySelector("input"));
const clock = new ActiveClock();
const seen = new Set();
let isBusy = false;

if (pieces.length > 0) begin();
else document.querySelector(".pick")?.focus();
tellOfLast();

function begin() {
  clock.at("grid");
  const marked = new Set(JSON.parse(sessionStorage.getItem(MARKS) ?? "[]"));
  for (const box of boxes) box.checked = marked.has(box.value);
  const eye = new IntersectionObserver((entries) => {
    for (const each of entries) if (each.isIntersecting) seen.add(each.target);
  }, { threshold: 0.9, rootMargin: "0px 0px -34px 0px" }); // the foot covers what lies below it
  for (const piece of pieces) {
    eye.observe(piece);
    const image = piece.querySelector("img");
    image.addEventListener("error", () => giveUp(piece));
    if (image.complete && image.naturalWidth === 0) giveUp(piece);
    piece.querySelector("input").addEventListener("change", () => {
      sessionStorage.setItem(MARKS, JSON.stringify(marks()));
      count();
    });
    piece.querySelector("input").addEventListener("focus", () => take(piece));
  }
  document.getElementById("settle").addEventListener("click", settle);
  document.addEventListener("keydown", onKey);
  boxes.find((box) => !box.disabled)?.focus();
  count();
  Promise.all(pieces.map(loaded)).then(() => {
    document.getElementById("settle").removeAttribute("aria-busy");
    say("");
    warm();
  });
}

function loaded(piece) {
  const image = piece.querySelector("img");
  return image.complete ? null : new Promise((done) => {
    image.addEventListener("load", done);
    image.addEventListener("error", done);
  });
}

// The pictures of the next screen are cut while this one is looked at.
function warm() {
  const coming = document.getElementById("coming");
  coming.replaceWith(coming.content.cloneNode(true));
  for (const image of main.querySelectorAll(":scope > img")) image.hidden = true;
}

function onKey(event) {
  if (event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = boxes.indexOf(document.activeElement);
  if (event.key === "Enter" && !document.activeElement.matches("a")) {
    event.preventDefault();
    if (!event.repeat) settle();
  } else if (event.key === "Escape") {
    event.preventDefault();
    back();
  } else if (event.key === "F8") {
    event.preventDefault();
    document.body.classList.toggle("large");
  } else if (at >= 0) move(event, at);
}

function back() {
  if (document.body.classList.contains("large")) document.body.classList.remove("large");
  else window.location.assign(main.dataset.back);
}

function move(event, at) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns(), ArrowUp: -columns() };
  let to = event.key === "Home" ? 0 : event.key === "End" ? boxes.length - 1 : at;
  if (event.key in steps) to = at + steps[event.key];
  else if (to === at) return;
  event.preventDefault();
  boxes[Math.max(0, Math.min(boxes.length - 1, to))].focus();
}

function columns() {
  const top = pieces[0].offsetTop;
  const first = pieces.findIndex((piece) => piece.offsetTop > top);
  return first < 0 ? pieces.length : first;
}

function take(piece) {
  for (const box of boxes) box.tabIndex = -1;
  piece.querySelector("input").tabIndex = 0;
  piece.scrollIntoView({ block: "nearest" });
  document.getElementById("number").textContent = piece.dataset.record;
  document.getElementById("percent").textContent = piece.dataset.percent;
}

function giveUp(piece) {
  const box = piece.querySelector("input");
  box.checked = false;
  box.disabled = true;
  piece.classList.add("lost");
  count();
}

function marks() {
  return boxes.filter((box) => box.checked && !box.disabled).map((box) => box.value);
}

function count() {
  const usable = boxes.filter((box) => !box.disabled);
  const wrong = usable.filter((box) => box.checked).length;
  const right = `${usable.length - wrong} 件を確定する`;
  document.getElementById("summary").textContent =
    wrong > 0 ? `${right}（誤り ${wrong} 件は確認待ちに残す）` : right;
}

async function settle() {
  if (isBusy) return;
  const pending = pieces.filter((piece) => !piece.querySelector("img").complete);
  if (pending.length > 0) {
    say("画像を読み込んでいます。出そろってから、もう一度押してください。");
    return;
  }
  const unseen = pieces.find((piece) => !seen.has(piece) && !piece.classList.contains("lost"));
  if (unseen) {
    unseen.scrollIntoView({ block: "start" });
    unseen.querySelector("input").focus();
    say("まだ画面に出ていない画像があります。見てから、もう一度 Enter を押してください。");
    return;
  }
  isBusy = true;
  await send(boxes.filter((box) => !box.disabled)).finally(() => { isBusy = false; });
}

async function send(usable) {
  const seconds = clock.take("grid");
  try {
    const answer = await post("/alike/settle", {
      items: usable.map((box) => box.value),
      wrong: marks(),
      seconds,
      confirm: document.getElementById("confirm").checked,
    });
    sessionStorage.setItem(TOLD, words(answer));
    sessionStorage.removeItem(MARKS);
    const skip = Number(main.dataset.skip) + boxes.length - usable.length;
    window.location.replace(skip > 0 ? `${main.dataset.here}&skip=${skip}` : main.dataset.here);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    clock.giveBack("grid", seconds);
    say(error.words);
  }
}

function words(answer) {
  const parts = [];
  if (answer.accepted) parts.push(`${answer.accepted} 項目を確かめました。`);
  if (answer.partly) parts.push(`${answer.partly} 桁を確かめました（項目はまだ途中です）。`);
  if (answer.marked) parts.push(`${answer.marked} 項目を確認待ちに残しました。`);
  if (answer.confirmed) parts.push(`${answer.confirmed} 件の記録を確定しました。`);
  if (answer.skipped) parts.push(`${answer.skipped} 項目は、ほかの人が確認中か、変わっていたので、そのままです。`);
  return parts.join("");
}

function tellOfLast() {
  status.textContent = sessionStorage.getItem(TOLD) ?? "";
  sessionStorage.removeItem(TOLD);
}

function say(text) {
  document.getElementById("message").textContent = text;
}
