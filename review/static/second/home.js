// The pages before the work: Enter starts it (the first link has the focus), Esc goes back.

document.querySelector("#main a.primary")?.focus();

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || event.target.matches("input, select, textarea")) return;
  window.location.assign("/");
});
