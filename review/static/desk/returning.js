// Sending back: Alt and a digit give the reason its words, Esc leaves.

const main = document.getElementById("main");
const reason = document.getElementById("reason");
const buttons = [...document.querySelectorAll("[data-reason]")];
let isSent = false;

for (const button of buttons) button.addEventListener("click", () => pick(button));

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229) return;
  const digit = event.altKey && /^Digit([1-9])$/.exec(event.code);
  if (event.key === "Escape") {
    window.location.assign(main.dataset.back);
  } else if (digit) {
    event.preventDefault();
    const button = buttons[Number(digit[1]) - 1];
    if (button) pick(button);
  }
});

document.getElementById("send-back").addEventListener("submit", (event) => {
  if (isSent) event.preventDefault(); // a second Enter sends nothing twice
  isSent = true;
});

function pick(button) {
  reason.value = button.dataset.reason;
  reason.focus();
}
