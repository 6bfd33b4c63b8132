// The row of what came follows the field in hand.

const rows = [...document.querySelectorAll(".came tr[data-field]")];

document.addEventListener("focusin", (event) => {
  const field = event.target.closest?.(".row")?.dataset.field;
  if (!field) return;
  for (const row of rows) {
    row.classList.toggle("now", row.dataset.field === field);
    if (row.dataset.field === field) row.scrollIntoView({ block: "nearest" });
  }
});
