"""What is asked of a page in its own language. Each text is one JavaScript function."""

from typing import Any

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator

_WORD_OF = """
  const wordOf = (box) => {
    if (box.labels && box.labels.length) return box.labels[0].innerText;
    let words = "", next = box.nextSibling;
    while (next && !(next.nodeType === 1 && (next.matches("input,select,br,td,tr") ||
           next.querySelector("input")))) {
      words += next.textContent; next = next.nextSibling;
    }
    return words;
  };
"""

_SHOWN = (
    _WORD_OF
    + """
  const shown = (cell) => {
    const boxes = [...cell.querySelectorAll("input,select,textarea")]
      .filter((box) => box.type !== "hidden" && box.type !== "button" && box.type !== "submit" &&
                       box.type !== "image");
    if (cell.matches("input,select,textarea")) boxes.push(cell);
    if (!boxes.length) return cell.innerText;
    return boxes.map((box) => {
      if (box.tagName === "SELECT")
        return [...box.selectedOptions].map((option) => option.text).join("、");
      if (box.type === "radio" || box.type === "checkbox") return box.checked ? wordOf(box) : "";
      return box.value;
    }).filter((text) => text).join(" ");
  };
"""
)

TABLES = (
    "(root) => {"
    + _SHOWN
    + """
  return [...root.querySelectorAll("table")].map((table) =>
    [...table.querySelectorAll("tr")].filter((row) => row.closest("table") === table)
      .map((row) => [...row.children].map((cell) =>
        [shown(cell), !!cell.querySelector("input:not([type=hidden]),select,textarea")])));
}"""
)
"""Every table's own rows: of each cell its text, and whether it holds inputs (then what they
hold is its text)."""

CELL = "(cell) => {" + _SHOWN + "return shown(cell); }"
"""The text of one element, as `TABLES` reads cells."""

BOXES = (
    "(boxes) => {"
    + _WORD_OF
    + """
  return boxes.map((box) => [wordOf(box), box.value, box.checked]);
}"""
)
"""Of round buttons or tick boxes: the word beside each, its value, whether it is chosen."""

LEAVE = """(box) => {
  box.blur();
  return [box.value, "maxLength" in box ? box.maxLength : -1];
}"""
"""Leave a text box as the Tab key does; what it holds then, and its maxlength (-1: none)."""

OPTIONS = """(list) => list.tagName !== "SELECT" ? []
  : [...list.options].map((option) => [option.text, option.value, option.selected])"""
"""Of a drop-down list: the word of each option, its value, whether it is chosen."""

MARK_PRIVATE = """(args) => {
  const [secrets, mark] = args;
  const edge = "\\u00a6";
  const apart = ["TD", "TH", "TR", "TABLE", "LI", "DIV", "P", "DL", "DT", "DD", "BR", "OPTION"];
  const unseen = ["SCRIPT", "STYLE", "HEAD", "TITLE", "NOFRAMES", "NOSCRIPT", "OPTION"];
  const plain = (text) => text.normalize("NFKC").replace(/[\\s\\-‐‑‒–—―−ー・/]/g, "");
  const hides = (text) => {
    const said = plain(text);
    return /\\d{12}/.test(said) || secrets.some((secret) => said.includes(secret));
  };
  const held = (box) => box.tagName === "SELECT"
    ? [...box.selectedOptions].map((option) => option.text).join("") : box.value || "";
  let count = 0;
  const marked = (element) => { element.setAttribute(mark, ""); count += 1; };
  const visit = (element) => {
    if (unseen.includes(element.tagName) || element.type === "hidden") return ["", false];
    if (element.matches("input,textarea,select")) {
      const hidden = element.type === "password" || hides(held(element));
      if (hidden) marked(element);
      return [held(element), hidden];
    }
    let all = "", own = "", inside = false;
    for (const node of element.childNodes) {
      if (node.nodeType === 3) { all += node.nodeValue; own += node.nodeValue; }
      if (node.nodeType !== 1) continue;
      const [text, hidden] = visit(node);
      all += text; inside = inside || hidden;
    }
    const whole = hides(all);
    if (hides(own) || (whole && !inside)) marked(element);
    return [apart.includes(element.tagName) ? edge + all + edge : all, whole || inside];
  };
  document.querySelectorAll(`[${mark}]`).forEach((old) => old.removeAttribute(mark));
  if (document.body) visit(document.body);
  return count;
}"""
"""Mark every element that shows a secret or twelve digits in a row, however written, and every
password box, so that they can be masked. Several boxes that hold it together: what is around."""


def ask(locator: Locator, script: str) -> Any:
    """Put a question to the first element, without waiting and in one round trip.

    Raises Playwright's error where there is no element (any more).
    """
    answers = locator.evaluate_all(f"(all) => all.slice(0, 1).map({script})")
    if not answers:
        raise PlaywrightError("no element to ask")
    return answers[0]
