// What a target means on this page: its elements, in the order of the document.

const BUTTON = "button,input[type=button],input[type=submit],input[type=reset],input[type=image]," +
  "[role=button],summary";
const LINK = "a[href],area[href],a[onclick],[role=link]";
const OTHER = "[role=tab],[role=menuitem],[role=menuitemradio],[role=option],[role=treeitem],[onclick]";

const find = (root, target) => {
  root = root.nodeType === 9 ? root.documentElement : root;
  let found = root ? inOrder(WAYS[target.way](root, target)) : [];
  if (target.section) {
    const isInside = blocksOf(root, target.section);
    found = found.filter(isInside);
  }
  const seen = found.filter(visible);
  found = inFront(seen.length ? seen : found);
  return target.nth ? found.slice(target.nth - 1, target.nth) : found;
};
const findAll = (root, targets) => {
  kept = {};
  try {
    return targets.map((target) => find(root, target));
  } finally {
    kept = null;
  }
};
// What lies behind an open modal window cannot be meant where the window has such a thing too.
const inFront = (found) => {
  if (found.length < 2) return found;
  const front = found.filter((each) => {
    const modal = around(each, "[aria-modal=true],dialog[open]");
    return modal && (modal.tagName !== "DIALOG" || modal.matches(":modal"));
  });
  return front.length ? front : found;
};

const boxesIn = (places, css) => outermost([...new Set(places.flatMap((place) =>
  place.matches(css) ? [place] : all(place, css).filter((box) => box.type !== "hidden")))]);
const places = (root, target) => titles(root, target.words)
  .flatMap((title) => placesOf(title, root, target.words, !!(target.boxes || target.typing)));
const headed = (root, target) => {
  const found = places(root, target);
  return target.boxes ? boxesIn(found, target.boxes) : outermost(found);
};
const accessible = (element) => element.getAttribute("aria-label") ||
  referred(element) || "";
const labelled = (root, target) => {
  const named = all(root, `${CONTROL},${GROUP},[aria-label]`).filter((box) =>
    isSaid(accessible(box), target.words) ||
    [...(box.labels || [])].some((label) => isSaid(said(label), target.words)));
  return target.boxes ? boxesIn(named, target.boxes) : named;
};
const named = (root, target) => {
  const both = [...labelled(root, target), ...headed(root, target)];
  const found = target.boxes ? both : outermost([...new Set(both)]);
  if (found.length || !target.boxes) return found;
  const css = target.boxes;
  const beside = all(root, css).filter((box) => box.matches("[type=checkbox],[role=checkbox],[role=switch]")
    && isSaid(wordOf(box), target.words));
  return beside.length ? beside : all(root, css).filter((box) =>
    isSaid(box.placeholder || "", target.words) || isSaid(box.title || "", target.words));
};

const pressName = (element) => squeeze(element.getAttribute("aria-label") || referred(element) ||
  (element.matches("input") ? element.value || element.alt : words(element)) ||
  element.alt || element.title || (element.type === "submit" ? "送信" : ""));
const words = (element) => [...(element.shadowRoot || element).childNodes].map((node) => {
  if (node.nodeType === 3) return node.nodeValue;
  if (node.nodeType !== 1 || node.matches("script,style,[aria-hidden=true]") || !visible(node))
    return "";
  return node.tagName === "IMG" ? node.alt : node.getAttribute("aria-label") || words(node);
}).join("");
const pressed = (css) => (root, target) =>
  all(root, css).filter((each) => pressName(each) === target.words);
const clickable = (root, target) => {
  const first = pressed(`${BUTTON},${LINK}`)(root, target);
  if (first.length) return outermost(first);
  const other = pressed(OTHER)(root, target);
  if (other.length) return outermost(other);
  return all(root, "*").filter((each) => each.childElementCount < 3 && visible(each) &&
    squeeze(each.textContent) === target.words && getComputedStyle(each).cursor === "pointer")
    .filter((each, number, found) => !found.some((one) => one !== each && within(one, each)));
};

const WAYS = {
  heading: headed,
  label: labelled,
  named,
  clickable,
  button: pressed(BUTTON),
  link: pressed(LINK),
  cell: (root, target) => cellOf(root, target),
  row: (root, target) => rowsLike(root, target),
  options: optionsIn,
  inside: (root) => all(root, "*"),
};
