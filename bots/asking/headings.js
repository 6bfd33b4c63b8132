// A heading → the places where its value stands.

const LINE = "[role=row]";
const CELL = "td,th,[role=cell],[role=gridcell],[role=rowheader],[role=columnheader]";
const EDGE = `${CELL},dt,dd,legend,caption,summary`;
const GROUP = "[role=group],[role=radiogroup],[role=listbox],[role=combobox],fieldset";
const HELP = "small,[class*=help],[class*=hint],[class*=note],[class*=desc],[class*=badge]";

// Everything whose whole words are the heading's and which holds nothing to type in: the
// outermost such element, or a text that stands among other things.
const titles = (root, wanted) => {
  const found = new Set();
  for (const [text, part] of textsIn(root)) {
    if (!(wanted.includes(part) || isSaid(text.nodeValue, wanted))) continue;
    const title = titleAround(text, root, wanted);
    if (title) found.add(title);
  }
  return [...found];
};
// Every text with its clean words; kept while one question about several targets lasts.
let kept = null;
const textsIn = (root) => {
  if (kept && kept.root === root) return kept.texts;
  const texts = [];
  for (const each of rootsOf(root)) {
    const walker = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const part = /\S/.test(text.nodeValue) ? clean(text.nodeValue) : "";
      if (part) texts.push([text, part]);
    }
  }
  if (kept) kept = { root, texts };
  return texts;
};
const titleAround = (text, root, wanted) => {
  const most = wanted.length + 20;
  let top = null;
  for (let each = text.parentElement; each && each !== root; each = each.parentElement) {
    const words = said(each, most);
    if (!isSaid(words, wanted)) {
      if (clean(words) && wanted.includes(clean(words))) continue;
      break;
    }
    if (holdsControl(each)) break;
    top = each;
    if (each.matches(EDGE) || (each.tagName === "LABEL" && labelOwner(each))) break;
  }
  if (top && top.closest("option,script,style,button,select")) return null;
  if (top) return top;
  const alone = text.parentElement && isSaid(text.nodeValue, wanted) && visible(text.parentElement) &&
    !text.parentElement.closest("option,script,style,textarea,button,a,select");
  return alone ? text : null;
};

// Where the value of a title stands. `typing`: only a place that holds a control will do.
const placesOf = (title, root, wanted, typing) => {
  const element = title.nodeType === 1 ? title : title.parentElement;
  const found = [...labelledBy(element, wanted), ...referring(element, root)];
  const cell = element.closest(EDGE);
  const fills = cell && title.nodeType === 1 && isSaid(said(cell, wanted.length + 20), wanted);
  if (fills && cell.matches(CELL)) found.push(...besideCell(cell, typing));
  else if (fills && cell.tagName === "DT") found.push(...underTerm(cell));
  else if (fills && cell.tagName === "LEGEND") found.push(cell.parentElement);
  else if (!found.length) found.push(...after(title, wanted, typing));
  return found;
};
const labelledBy = (element, wanted) => {
  const label = element.closest("label") || element.querySelector("label");
  if (!label || !isSaid(said(label), wanted)) return [];
  const owned = labelOwner(label);
  return owned && owned.type !== "hidden" ? [owned] : [];
};
const labelOwner = (label) => label.control || byId(label, label.htmlFor);
const referring = (element, root) => {
  const ids = [element, ...element.querySelectorAll("[id]")].map((each) => each.id).filter(Boolean);
  return ids.flatMap((id) => all(root, `[aria-labelledby~="${CSS.escape(id)}"]`))
    .filter((each) => each.matches(`${CONTROL},${GROUP}`));
};

const cellsOf = (row) => [...row.children].filter((each) => each.matches(CELL));
const besideCell = (cell, typing) => {
  const cells = cellsOf(cell.parentElement);
  const next = cells[cells.indexOf(cell) + 1];
  if (next && typing && holdsControl(next)) return [next];
  const heads = cell.closest("thead") || (cells.length > 1 && cells.every(isHead));
  const lower = heads || !next || typing ? below(cell, typing) : [];
  if (lower.length) return lower;
  return next && !typing ? [next] : [];
};
const isHead = (cell) => cell.matches("th,[role=columnheader]");
const below = (cell, typing) => {
  const row = cell.parentElement, table = around(row, "table,[role=table],[role=grid]");
  if (!table) return [];
  const grid = gridOf(table), from = grid.findIndex((each) => each.row === row);
  if (from < 0) return [];
  const column = grid[from].cells.indexOf(cell), width = grid[from].cells.length;
  const found = [];
  for (const { cells } of grid.slice(from + 1)) {
    if (cells.length !== width || (width > 1 && cells.every(isHead))) break;
    if (cells[column] === cell) continue;
    if (typing && !holdsControl(cells[column])) break;
    found.push(cells[column]);
    if (width === 1) break;
  }
  return found;
};
const underTerm = (term) => {
  const found = [];
  for (let each = term.nextElementSibling; each && each.tagName !== "DT";
       each = each.nextElementSibling) if (each.tagName === "DD") found.push(each);
  return found;
};

// The value that stands after a title which no table, list or label binds to it.
const after = (title, wanted, typing) => {
  if (typing) return boxesAfter(title, wanted);
  const value = title.nodeType === 1 ? nextSaid(title) : null;
  if (!value) return boxesAfter(title, wanted);
  if (holdsControl(value)) return ownBox(value, wanted) ? [value] : [];
  return isPair(title, value) ? [value] : [];
};
const nextSaid = (element) => {
  let each = element.nextElementSibling;
  while (each && (each.tagName === "BR" || isBadge(each) || each.matches(HELP) ||
         (!holdsControl(each) && !said(each, 1).trim()))) each = each.nextElementSibling;
  return each;
};
// A title and one value, or titles and values in turn; a row of titles is neither.
const isPair = (title, value) => {
  const parts = [...title.parentElement.children].filter((each) => !isBadge(each) &&
    !each.matches(HELP) && each.tagName !== "BR" && (holdsControl(each) || said(each, 1).trim()));
  if (parts.length === 2) return true;
  const kind = (each) => `${each.tagName} ${each.className}`;
  const next = parts[parts.indexOf(value) + 1];
  return kind(title) !== kind(value) && (!next || kind(next) === kind(title));
};
// The boxes right after a title: in the next element, or one after the other on its line.
const boxesAfter = (title, wanted) => {
  const found = [];
  for (let each = title.nextSibling; each; each = each.nextSibling) {
    if (each.nodeType === 3) {
      if (clean(each.nodeValue).length > (found.length ? 2 : 0)) break;
    } else if (each.nodeType === 1 && each.tagName !== "BR") {
      if (isHelp(each)) continue;
      if (!holdsControl(each) || !ownBox(each, wanted)) {
        if (said(each, 2).trim()) break;
        continue;
      }
      found.push(each);
      if (!each.matches(CONTROL)) break;
    } else if (each.tagName === "BR" && found.length) break;
  }
  return found;
};
const isHelp = (element) => !holdsControl(element) && (isBadge(element) || element.matches(HELP) ||
  /^\s*[(（※]/.test(said(element, 1)));
// Whether the boxes inside are not named otherwise by a label of their own.
const ownBox = (element, wanted) => all(element, "label").every((label) => {
  const box = label.control;
  return !box || box.matches(CHOICE) || isSaid(said(label), wanted);
});
