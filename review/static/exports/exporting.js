// Thousands of records take some seconds: say so, and send once.

const form = document.querySelector("form.ask");
const busy = document.getElementById("busy");
let isSent = false;

form.addEventListener("submit", (event) => {
  if (isSent) event.preventDefault();
  isSent = true;
  busy.textContent = "書き出しています。そのままお待ちください。";
});

// Back from the next page, the browser shows this one as it was left.
window.addEventListener("pageshow", () => {
  isSent = false;
  busy.textContent = "";
});

// Enter in a list sends too, as it does in every other part of the form.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.repeat || !event.target.matches("select")) return;
  event.preventDefault();
  form.requestSubmit();
});
