// The queue: up and down choose a record, left and right a form, Enter opens (it is a link).
// It keeps itself up to date, so that nobody opens what another has taken.

const REFRESH = 15_000; // ms

const picks = () => [...document.querySelectorAll(".pick")];
const tabs = () => [...document.querySelectorAll(".tabs a")];

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.shiftKey) return;
  const isElsewhere = document.activeElement.matches(".aside *, .top *");
  if (event.key === "ArrowDown") choose(event, 1);
  else if (event.key === "ArrowUp") choose(event, -1);
  else if (event.key === "ArrowRight" && !isElsewhere) turn(event, 1);
  else if (event.key === "ArrowLeft" && !isElsewhere) turn(event, -1);
});

function choose(event, direction) {
  const all = picks();
  const at = all.indexOf(document.activeElement);
  const next = all[at < 0 ? 0 : at + direction];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function turn(event, direction) {
  const all = tabs();
  const next = all[all.findIndex((tab) => tab.hasAttribute("aria-current")) + direction];
  if (!next) return;
  event.preventDefault();
  window.location.assign(next.href);
}

function focusOn(href) {
  const all = picks();
  const wanted = all.find((pick) => pick.getAttribute("href") === href);
  (wanted ?? all.find((pick) => !("held" in pick.dataset)) ?? all[0])?.focus();
}

async function refresh() {
  if (document.hidden || document.activeElement.closest(".aside, .top")) return;
  const answer = await fetch(window.location.href).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const href = document.activeElement.getAttribute("href");
  document.getElementById("main").replaceWith(page.getElementById("main"));
  focusOn(href);
}

focusOn(null);
setInterval(refresh, REFRESH);
