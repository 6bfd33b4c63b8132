// One field's row: what stands in it, what the person has touched, and swapping it for a new one.

const BLANKED = "blanked"; // the person said that no option is marked

export function boxOf(row) {
  const [x, y, w, h] = row.dataset.box.split(" ").map(Number);
  return { x, y, w, h };
}

export function labelOf(row) {
  return row.querySelector(".label").textContent;
}

export function typedOf(row) {
  return row.querySelector(".typed");
}

export function optionsOf(row) {
  return [...row.querySelectorAll(".option input")];
}

export function isTouched(row) {
  const typed = typedOf(row);
  if (typed) return typed.value !== typed.defaultValue;
  return BLANKED in row.dataset || optionsOf(row).some((o) => o.checked !== o.defaultChecked);
}

// As a draft keeps it: null where nothing is unsent.
export function typedIn(row) {
  if (!isTouched(row)) return null;
  const typed = typedOf(row);
  return typed ? typed.value : chosenIn(row);
}

// What was typed before and came with the row. True where there was something.
export function takeUp(row) {
  if (!("draft" in row.dataset)) return false;
  const text = row.dataset.draft;
  delete row.dataset.draft;
  const typed = typedOf(row);
  const chosen = text.split("、");
  if (typed) typed.value = text;
  for (const option of optionsOf(row)) option.checked = chosen.includes(option.value);
  if (!typed && text === "") row.dataset[BLANKED] = "";
  markDrafted(row);
  return isTouched(row);
}

// What was typed stands in the line, marked, while another field is in hand; nothing private does.
export function markDrafted(row) {
  const text = typedIn(row);
  row.toggleAttribute("data-drafted", text !== null);
  if ("private" in row.dataset) return;
  const words = row.querySelector(".words");
  words.dataset.read ??= words.textContent;
  words.textContent = text === null ? words.dataset.read : text || "（空欄）";
}

export function restore(row) {
  const typed = typedOf(row);
  if (typed) typed.value = typed.defaultValue;
  for (const option of optionsOf(row)) option.checked = option.defaultChecked;
  delete row.dataset[BLANKED];
  say(row, "");
}

// Where the reading gave nothing and doubts it, one Enter would drop what stands on the paper. A
// required field is asked about by the server.
function isUnseenBlank(row) {
  const { dataset } = row;
  if (dataset.status !== "doubted" || "raw" in dataset) return false;
  if ("required" in dataset || "blankTold" in dataset) return false;
  const typed = typedOf(row);
  return typed ? !typed.value.trim() : !optionsOf(row).some((option) => option.checked);
}

// What to send: null accepts what is shown. `refusal` says why nothing can be sent.
export function saidIn(row) {
  const typed = typedOf(row);
  if (isTouched(row)) return { text: typed ? typed.value : chosenIn(row) };
  if ("hidden" in row.dataset) {
    return { refusal: "隠れています。F2 で表示して確かめるか、用紙を見て入力してください。" };
  }
  if (isUnseenBlank(row)) {
    row.dataset.blankTold = "";
    return { refusal: "何も入っていません。用紙も空欄なら、もう一度 Enter を押してください。" };
  }
  if (!("raw" in row.dataset)) return { text: null };
  if (typed) return { text: typed.value };
  return { refusal: "用紙を見て選んでください。どれにも印がなければ 0 を押してください。" };
}

export function choose(row, digit) {
  const options = optionsOf(row);
  if (digit === 0) {
    for (const option of options) option.checked = false;
    row.dataset[BLANKED] = "";
    return;
  }
  const option = options[digit - 1];
  if (!option) return;
  delete row.dataset[BLANKED];
  option.checked = option.type === "radio" || !option.checked;
  option.focus();
}

export function focusIn(row) {
  const typed = typedOf(row);
  const options = optionsOf(row);
  const target = typed ?? options.find((o) => o.checked) ?? options[0];
  target.focus({ preventScroll: true });
  typed?.select();
}

export function say(row, message, canOverride = false) {
  row.querySelector(".message").textContent = message;
  row.querySelector(".override").hidden = !canOverride;
  row.classList.toggle("wrong", message !== "");
}

export function isOverridable(row) {
  return !row.querySelector(".override").hidden;
}

// Put the server's new row in the place of the old one. Unsent typing is carried over.
export function swap(old, html, { keep = true } = {}) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.querySelector(".row");
  if (keep && isTouched(old)) carry(old, fresh);
  old.replaceWith(fresh);
  return fresh;
}

function carry(old, fresh) {
  const typed = typedOf(fresh);
  if (typed) typed.value = typedOf(old).value;
  const chosen = new Set(optionsOf(old).filter((o) => o.checked).map((o) => o.value));
  for (const option of optionsOf(fresh)) option.checked = chosen.has(option.value);
  if (BLANKED in old.dataset) fresh.dataset[BLANKED] = "";
  markDrafted(fresh);
}

function chosenIn(row) {
  return optionsOf(row).filter((o) => o.checked).map((o) => o.value).join("、");
}
