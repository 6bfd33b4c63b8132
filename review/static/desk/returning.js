// Sending back: Alt and a digit give the reason its words, Esc leaves.

const main = document.getElementById("main");
const reason = document.getElementById("reason");
const message = document.getElementById("reason-message");
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
  const isGrounded = reason.value.trim() || document.querySelector("[name=field]:checked");
  if (isSent || !isGrounded) event.preventDefault(); // a second Enter sends nothing twice
  if (isGrounded) isSent = true;
  else ask();
});

function ask() {
  message.textContent = "理由を書くか、差戻し票に書く項目を選んでください。";
  reason.focus();
}

function pick(button) {
  message.textContent = "";
  reason.value = button.dataset.reason;
  reason.focus();
}
