// The slip: P prints, Enter goes on (it is a link), Esc leads to the queue.

const main = document.getElementById("main");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape") window.location.assign(main.dataset.back);
  else if (event.code === "KeyP") window.print();
});
document.getElementById("print").addEventListener("click", () => window.print());
window.addEventListener("afterprint", () => document.getElementById("onward").focus()); // Enter
