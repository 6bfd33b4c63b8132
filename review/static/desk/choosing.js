// Choosing a form: what is typed narrows the list, up and down walk it, Enter takes it, Esc leaves.

const main = document.getElementById("main");
const input = document.getElementById("narrow");
const all = () => [...document.querySelectorAll(".choice")];
const shown = () => all().filter((each) => !each.hidden);
let isSent = false;

document.addEventListener("submit", (event) => {
  if (isSent) event.preventDefault(); // a second Enter asks for nothing twice
  isSent = true;
});

input?.addEventListener("input", () => {
  const words = input.value.trim();
  for (const each of all()) each.hidden = !each.dataset.words.includes(words);
  document.getElementById("none").hidden = shown().length > 0;
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  if (event.key === "Escape") window.location.assign(main.dataset.back);
  else if (event.key === "ArrowDown") walk(event, 1);
  else if (event.key === "ArrowUp") walk(event, -1);
  else if (event.key === "Enter" && document.activeElement === input) takeOnly(event);
});

function walk(event, direction) {
  const list = [input, ...shown()];
  const next = list[list.indexOf(document.activeElement) + direction];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

// Enter in the input takes a form only where one is left.
function takeOnly(event) {
  event.preventDefault();
  const list = shown();
  if (list.length === 1) list[0].click();
  else list[0]?.focus();
}
