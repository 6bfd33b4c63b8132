// One saved form: its golden scans are read again, right after saving by itself.

import { post } from "../api.js";

const main = document.getElementById("main");
const status = document.getElementById("status");
const result = document.getElementById("result");
const lost = sessionStorage.getItem("lost-comments");

if (lost) {
  const place = document.getElementById("lost");
  place.textContent = `書き換えた項目の中にあった覚え書きは残せませんでした: ${lost}`;
  place.hidden = false;
  sessionStorage.removeItem("lost-comments");
}

const button = document.getElementById("examine");
button?.addEventListener("click", () => run("examine", "見本を読み直しています…"));
if (button && "examine" in main.dataset) run("examine", "保存した様式で、見本を読み直しています…");

async function run(deed, words) {
  status.textContent = words;
  button.disabled = true;
  try {
    const { html } = await post(`/templates/forms/${main.dataset.form}/${deed}`);
    result.innerHTML = html; // made and escaped by the server
    status.textContent = deed === "accept" ? "この結果を認めました。" : "読み直しました。";
    document
      .getElementById("accept")
      ?.addEventListener("click", () => run("accept", "結果を書き留めています…"));
  } catch (problem) {
    status.textContent = problem.words ?? String(problem);
  }
  button.disabled = false;
}
