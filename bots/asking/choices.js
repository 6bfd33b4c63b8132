// Controls to choose by that the page has made itself.

const kindOf = (box) => {
  if (box.matches("select")) return box.multiple ? "many" : "own";
  if (box.matches("input[type=radio]")) return "own";
  if (box.matches("[role=radio]")) return "radio";
  const combo = box.matches("[role=combobox],[aria-haspopup=listbox]");
  if (box.matches("[role=listbox]") && !combo) return "listbox";
  return box.matches("input,textarea") && !box.readOnly ? "typing" : "opening";
};
const choiceOf = (each) => [
  each.tagName === "OPTION" ? each.text : each.matches("[role=radio]") ? wordOf(each)
    : (each.innerText || each.getAttribute("aria-label") || "").trim(),
  each.tagName === "OPTION" ? each.value
    : each.getAttribute("data-value") || each.getAttribute("value") || "",
  each.tagName === "OPTION" ? each.selected
    : [each.getAttribute("aria-selected"), each.getAttribute("aria-checked")].includes("true"),
];
// The options in view of the open list; only that one with the words, where they are given.
const ownedBy = (box) => ["aria-controls", "aria-owns"].map((name) => box.getAttribute(name) || "")
  .find((id) => byId(box, id)) || "";
const optionsIn = (root, target) => all(root, "[role=option]").filter((each) => visible(each) &&
  (!target.owner || within(each, byId(each, target.owner))) &&
  (!target.words || squeeze(choiceOf(each)[0]) === target.words));
