// The queue: up and down choose a record, left and right a form, with Shift a department, digits
// an age; F3 searches, Enter opens (it is a link). It keeps itself up to date, so that nobody
// opens what another has taken.

const REFRESH = 15_000; // ms

const picks = () => [...document.querySelectorAll("#main .pick")];
const tabs = (name) => [...document.querySelectorAll(`#by-${name} a`)];
const isTyping = () => document.activeElement.matches("input");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey) return;
  const isElsewhere = document.activeElement.matches(".aside *, .top *, input");
  const digit = /^Digit([1-4])$/.exec(event.code);
  if (event.key === "F3") search(event);
  else if (event.key === "Escape" && isTyping()) leaveSearch(event);
  else if (event.key === "ArrowDown") choose(event, 1);
  else if (event.key === "ArrowUp") choose(event, -1);
  else if (isElsewhere) return;
  else if (event.key === "ArrowRight") turn(event, event.shiftKey ? "department" : "form", 1);
  else if (event.key === "ArrowLeft") turn(event, event.shiftKey ? "department" : "form", -1);
  else if (digit && !event.shiftKey) toggle(event, Number(digit[1]));
});

function choose(event, direction) {
  const all = picks();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? 0 : at + direction];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function turn(event, name, direction) {
  const all = tabs(name);
  const next = all[all.findIndex((tab) => tab.hasAttribute("aria-current")) + direction];
  if (!next) return;
  event.preventDefault();
  window.location.assign(next.href);
}

// The same digit again gives the whole queue back.
function toggle(event, number) {
  const all = tabs("age");
  const wanted = all[number];
  if (!wanted) return;
  event.preventDefault();
  window.location.assign(wanted.hasAttribute("aria-current") ? all[0].href : wanted.href);
}

function search(event) {
  event.preventDefault();
  const input = document.getElementById("q");
  input.focus();
  input.select();
}

function leaveSearch(event) {
  event.preventDefault();
  if (new URLSearchParams(window.location.search).has("q")) window.location.assign("/");
  else focusOn(null);
}

function focusOn(href) {
  const all = picks();
  const wanted = all.find((pick) => pick.getAttribute("href") === href);
  (wanted ?? all.find((pick) => !("held" in pick.dataset)) ?? all[0])?.focus();
}

async function refresh() {
  if (document.hidden || isTyping() || document.activeElement.closest(".aside, .top")) return;
  const answer = await fetch(window.location.href, { headers: { "X-Unattended": "1" } }).catch(() => null);
  if (!answer?.ok || answer.redirected || isTyping()) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const href = document.activeElement.getAttribute("href");
  document.getElementById("main").replaceWith(page.getElementById("main"));
  focusOn(href);
}

focusOn(null);
setInterval(refresh, REFRESH);
