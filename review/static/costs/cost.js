// One cost: categories of the chosen measure alone, the funds added up as they are typed, documents.

import { sending } from "./files.js";

const measure = document.getElementById("f-measure");
const category = document.getElementById("f-category");
const amount = document.getElementById("f-amount");
const funds = [...document.querySelectorAll(".fund input")];
const rest = document.getElementById("rest");
const sharing = document.getElementById("f-share_key");
const file = document.getElementById("file");
const kind = document.getElementById("document-kind");

function offer() {
  for (const group of category.querySelectorAll("optgroup")) {
    const isOurs = group.dataset.measure === measure.value;
    group.hidden = !isOurs;
    group.disabled = !isOurs;
  }
  if (category.selectedOptions[0]?.parentElement.disabled) category.value = "";
}

// What stands there, in yen; null where it is no figure. The server decides.
function yen(text) {
  const plain = text.normalize("NFKC").replace(/[,、\s円¥]/g, "").replace(/^[▲△−]/, "-");
  if (!plain) return 0;
  return /^-?\d{1,13}$/.test(plain) ? Number(plain) : null;
}

function add() {
  const whole = yen(amount.value);
  const parts = funds.map((input) => yen(input.value));
  const isBlank = funds.every((input) => !input.value.trim());
  rest.textContent = "";
  if (isBlank || whole === null || parts.includes(null) || sharing.value) return;
  const left = whole - parts.reduce((sum, part) => sum + part, 0);
  rest.textContent = left ? `金額との差 ${left.toLocaleString("ja-JP")} 円` : "金額と合っています。";
}

measure.addEventListener("change", offer);
offer();
for (const input of [amount, ...funds]) input.addEventListener("input", add);
sharing.addEventListener("change", add);
add();
if (file) sending("/costs/documents", () => ({ "X-Cost": file.dataset.cost, "X-Kind": kind.value }));
document.querySelector("[aria-invalid]")?.focus();

// Enter in a list sends too, as it does in every other part of the form.
document.querySelector("form.cost").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.repeat || !event.target.matches("select")) return;
  event.preventDefault();
  event.currentTarget.requestSubmit();
});
