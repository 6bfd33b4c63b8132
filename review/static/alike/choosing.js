// Up and down go through what may be chosen; Esc goes back. Enter opens: they are links.

const picks = [...document.querySelectorAll(".pick")];
const back = document.querySelector(".back");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey || event.shiftKey) return;
  if (event.target.matches("input")) return;
  if (event.key === "ArrowDown" || event.key === "ArrowRight") go(event, 1);
  else if (event.key === "ArrowUp" || event.key === "ArrowLeft") go(event, -1);
  else if (event.key === "Escape" && back) window.location.assign(back.href);
});

function go(event, direction) {
  const at = picks.indexOf(document.activeElement);
  const next = picks[at < 0 ? 0 : at + direction];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

picks[0]?.focus();
