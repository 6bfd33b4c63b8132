// What an element shows: its text, or where it holds things to type in, what these hold.

const NOT_HELD = "[type=hidden],[type=button],[type=submit],[type=reset],[type=image]";
const HELD = `input:not(${NOT_HELD}),select,textarea,[contenteditable=true],[contenteditable=''],` +
  "[role=textbox],[role=combobox],[role=radio],[role=checkbox],[role=switch]";
const CHOICE = "[type=radio],[type=checkbox],[role=radio],[role=checkbox],[role=switch]";

// The word beside a round button or tick box: its label, else the text that follows it.
const wordOf = (box) => {
  if (box.labels && box.labels.length) return said(box.labels[0]).trim();
  const own = box.matches("input") ? "" : (box.innerText || "").trim();
  const named = own || box.getAttribute("aria-label") || referred(box);
  if (named || !box.matches("input")) return named;
  let words = "", next = box.nextSibling;
  while (next && !(next.nodeType === 1 && (next.matches("input,select,br,td,tr") ||
         next.querySelector("input")))) {
    words += next.textContent; next = next.nextSibling;
  }
  return words.trim();
};
const referred = (element) => (element.getAttribute("aria-labelledby") || "").split(/\s+/)
  .map((id) => byId(element, id)).filter(Boolean).map((each) => said(each)).join("").trim();
const isChosen = (box) => box.matches("input")
  ? box.checked : box.getAttribute("aria-checked") === "true";
const heldBy = (box) => {
  if (box.tagName === "SELECT")
    return [...box.selectedOptions].filter((option) => option.value !== "")
      .map((option) => option.text.trim()).join("、");
  if (box.matches(CHOICE)) return isChosen(box) ? wordOf(box) : "";
  return box.matches("input,textarea") ? box.value : box.innerText;  // buttons have a value too
};
const shown = (element) => {
  const inner = (box) => !boxes.some((other) => other !== box && within(other, box));
  let boxes = all(element, HELD);
  if (element.matches(HELD)) boxes = [element];
  boxes = boxes.filter((box) => visible(box) || !boxes.some(visible));
  if (!boxes.length) return pictured(element);
  let words = "", before = null;
  for (const box of boxes.filter(inner)) {
    const text = heldBy(box).trim();
    if (!text) continue;
    words += !before ? text : (before.matches(CHOICE) && box.matches(CHOICE) ? "、" : " ") + text;
    before = box;
  }
  return words;
};
const pictured = (element) => {
  const text = (element.innerText || "").trim();
  if (text) return text;
  return all(element, "img[alt]").filter(visible).map((img) => img.alt).join(" ").trim();
};
