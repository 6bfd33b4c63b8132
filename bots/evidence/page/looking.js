// What a document draws: its text in order, its boxes, its table cells, and what must be hidden.
const ROOTS = Symbol.for("utsushi.roots");
const UNSEEN = new Set(["script", "style", "head", "title", "noframes", "noscript", "template",
  "datalist", "option", "optgroup", "param", "source", "track", "link", "meta", "area", "col"]);
const OPAQUE = new Set(["canvas", "video", "embed", "object", "applet"]);
const HOSTS = new Set(["div", "section", "article", "p", "main", "aside", "header", "footer", "nav"]);
const NAMED = new RegExp("^pass$|pass(word|wd|code|phrase)|pwd|secret|my_?number|mynum|暗証|" +
  "パスワード|個人番号|マイナンバ", "i");
const HEADED = ["個人番号", "マイナンバー", "パスワード", "暗証番号", "password", "mynumber"].map(folded);
const HTML = "http://www.w3.org/1999/xhtml";
const LONGEST_HEADING = 24, LONGEST_BESIDE = 120;

const styleOf = (element, part) => element.ownerDocument.defaultView.getComputedStyle(element, part);
const rootOf = (element) => element.shadowRoot ||
  element.ownerDocument.defaultView[ROOTS]?.get(element);
const isPlainImage = (address) => !/data:|blob:/.test(address) &&
  /^[^?#]*\.(gif|png|jpe?g|svg|ico|webp|bmp)["')]*$/i.test(address);
const decoded = (address) => {
  try { return decodeURIComponent(address.slice(0, 4000)); } catch { return address.slice(0, 4000); }
};
const childrenOf = (element) => {
  const slotted = element.localName === "slot" ? element.assignedNodes({ flatten: true }) : [];
  return slotted.length ? slotted : (rootOf(element) || element).childNodes;
};
const saidBy = (box) => {
  if (box.localName !== "select") return box.value || box.placeholder || "";
  const open = box.size > 1 || box.multiple;
  return [...(open ? box.options : box.selectedOptions)].map((option) => option.text).join(" ");
};

class Look {
  run = new Run();
  boxes = new Run();
  hidden = new Set();
  frames = [];
  roots = [];
  cells = new Map();
  heads = [];
  made = new Map();

  constructor(doc) {
    const found = (owner) => this.hidden.add(owner);
    if (doc.documentElement) this.visit(doc.documentElement);
    this.run.search(found);
    this.boxes.search(found, true);
    this.searchColumns(found);
    for (const node of this.heads) beside(node, found);
    for (const root of [doc, ...this.roots]) for (const css of asked.selectors)
      try { root.querySelectorAll(css).forEach(found); } catch { /* not plain CSS */ }
  }

  visit(node) {
    if (node.nodeType === 3) this.visitText(node);
    if (node.nodeType !== 1 || UNSEEN.has(node.localName)) return;
    if (node.hasAttribute("data-utsushi-overlay")) return;
    const own = styleOf(node);
    if (own.display === "none") return;
    if (node.localName === "br") this.run.edge();
    else if (/^r[tp]$/.test(node.localName)) this.visitApart(node, own);
    else if (/^i?frame$/.test(node.localName)) { this.frames.push(node); this.run.edge(); }
    else if (OPAQUE.has(node.localName)) this.hidden.add(node);
    else if (/^(input|textarea|select)$/.test(node.localName)) this.visitControl(node);
    else if (/^(img|image)$/.test(node.localName)) this.visitImage(node);
    else this.visitElement(node, own);
  }

  visitText(node) {
    const owner = node.parentElement || node.getRootNode().host;
    if (owner && styleOf(owner).visibility === "visible") this.run.put(node.nodeValue, owner);
  }

  // Small writing above a text does not cut it up.
  visitApart(node, own) {
    const run = this.run;
    this.run = new Run();
    this.visitElement(node, own);
    this.run.search((owner) => this.hidden.add(owner));
    this.run = run;
  }

  visitElement(node, own) {
    const apart = !/^(inline|contents|ruby)/.test(own.display);
    if (apart) this.run.edge();
    const from = this.run.chars.length, picture = own.backgroundImage;
    if (picture.includes("url(") && hasSecret(decoded(picture))) this.hidden.add(node);
    const made = [this.generated(node, "::before"), this.generated(node, "::after")];
    this.made.set(node, made);
    this.run.put(made[0], node);
    const root = rootOf(node);
    if (root) this.roots.push(root);
    else if (this.isClosed(node, own)) this.hidden.add(node);
    for (const child of childrenOf(node)) this.visit(child);
    this.run.put(made[1], node);
    const to = this.run.chars.length;
    if (apart) this.run.edge();
    if (/^t[dh]$/.test(node.localName)) this.cells.set(node, [from, to]);
    if (to > from && to - from < 2 * LONGEST_HEADING) this.visitHeading(node, from, to);
  }

  visitHeading(node, from, to) {
    const isLeaf = [...node.childNodes].some((each) => each.nodeType === 3 && each.nodeValue.trim());
    if (!isLeaf && !/^(t[dh]|dt|label)$/.test(node.localName)) return;
    if (node.querySelector("input,select,textarea,img,canvas") && node.localName !== "label") return;
    const run = new Run();
    run.take(this.run, from, to);
    const said = folded(run.chars.join(""));
    if (!said || said.length > LONGEST_HEADING || node.closest("a,button,[role=menuitem]")) return;
    const told = !/\d{4}/.test(said) &&
      HEADED.some((word) => said.startsWith(word) || said.endsWith(word));
    if (told || words.includes(said)) this.heads.push(node);
  }

  visitControl(box) {
    if (box.type === "hidden") return;
    if (box.type === "image") { this.visitImage(box); return; }
    if (box.type === "checkbox" || box.type === "radio") return;
    const said = saidBy(box), isButton = ["submit", "button", "reset"].includes(box.type);
    const names = [box.name, box.id, box.getAttribute("autocomplete"),
      box.getAttribute("aria-label"), box.title, box.placeholder].filter((name) => name);
    const isNamed = names.some((name) => NAMED.test(name) || words.includes(folded(name)));
    if (box.type === "password" || (said && !isButton && isNamed)) this.hidden.add(box);
    this.run.put(said, box);
    this.boxes.edge();
    this.boxes.put(said, box);
    this.boxes.edge();
  }

  // An image that a program may have drawn for this very person is not to be trusted.
  visitImage(image) {
    const address = image.currentSrc || image.src || image.getAttribute("href") || "";
    const size = image.getBoundingClientRect();
    const isDrawn = address && !isPlainImage(address) && size.width > 8 && size.height > 8;
    if (isDrawn || hasSecret(decoded(address))) this.hidden.add(image);
    this.run.edge();
    this.run.put(image.alt || "", image);
    this.run.edge();
  }

  // The text of ::before and ::after, which stands in no document.
  generated(element, part) {
    const own = styleOf(element, part), said = own.content;
    if (!said || said === "none" || said === "normal") return "";
    const counters = [own, styleOf(element)]
      .map((style) => `${style.counterReset} ${style.counterSet} ${style.counterIncrement}`);
    if (said.includes("counter") && /\d{4}/.test(counters.join(" "))) this.hidden.add(element);
    if (/url\(/.test(said) && !isPlainImage(said)) this.hidden.add(element);
    return said
      .replace(/attr\(\s*([\w-]+)[^)]*\)/g, (_, name) => element.getAttribute(name) ?? "")
      .replace(/["\\]/g, "");
  }

  // Whether something is drawn there that no question reaches: a shadow root closed to scripts.
  isClosed(element, own) {
    if (element.namespaceURI !== HTML || !element.offsetHeight || !element.offsetWidth) return false;
    const first = element.firstElementChild;
    if (first && !UNSEEN.has(first.localName) && styleOf(first).display === "") return true;
    if (element.childNodes.length) return false;
    if (element.localName.includes("-")) return true;
    if (!HOSTS.has(element.localName) || own.display !== "block") return false;
    const around = element.parentElement ? styleOf(element.parentElement).display : "";
    return own.position === "static" && !/flex|grid/.test(around) && own.minHeight === "0px" &&
      own.aspectRatio === "auto" && String(element.computedStyleMap().get("height")) === "auto" &&
      !this.generated(element, "::before") && !this.generated(element, "::after") &&
      element.clientHeight > parseFloat(own.paddingTop) + parseFloat(own.paddingBottom);
  }

  // Digits written downwards, one below the other.
  searchColumns(found) {
    const tables = new Map();
    for (const [cell, [from, to]] of this.cells) {
      const table = cell.closest("table");
      if (!table || to - from > 12) continue;
      if (!tables.has(table)) tables.set(table, new Map());
      const all = tables.get(table), place = [...cell.parentElement.children].indexOf(cell);
      if (!all.has(place)) all.set(place, new Run());
      all.get(place).edge();
      all.get(place).take(this.run, from, to);
    }
    for (const all of tables.values()) for (const down of all.values()) down.search(found);
  }
}

// What stands beside a heading that tells of something private, whatever it is.
const beside = (node, found) => {
  if (node.control) found(node.control);
  const told = node.id ? node.getRootNode().querySelectorAll("[aria-labelledby]") : [];
  for (const each of told)
    if (each.getAttribute("aria-labelledby").split(/\s+/).includes(node.id)) found(each);
  const cell = node.closest("th,td,[role=columnheader]");
  if (cell && folded(cell.textContent) === folded(node.textContent)) {
    besideCell(cell, found);
    return;
  }
  let here = node;
  while (here.parentElement && here.localName !== "body" && !here.nextElementSibling &&
         folded(here.parentElement.textContent) === folded(node.textContent))
    here = here.parentElement;
  const first = here.localName === "body" ? null : here.nextElementSibling;
  for (let next = first; next; next = next.nextElementSibling) {
    const fits = next.textContent.length <= LONGEST_BESIDE;
    if (!/^(dt|label|th)$/.test(next.localName) && fits) found(next);
    if (next.localName !== "dd") break;
  }
};

// The cell at the right of a heading cell; below one that heads a column, the cells of the column.
const besideCell = (cell, found) => {
  const row = cell.parentElement, all = [...row.children], place = all.indexOf(cell);
  const top = cell.closest("thead") || cell.matches("[role=columnheader]") ||
    (all.length > 1 && all.every((each) => each.localName === "th"));
  const first = !top && all.length > 2 && !row.previousElementSibling;
  if (!top && cell.nextElementSibling) found(cell.nextElementSibling);
  const table = cell.closest("table,[role=grid],[role=table],[role=treegrid]");
  for (const other of (top || first) && table ? table.querySelectorAll("tr,[role=row]") : []) {
    const below = other.children[place];
    if (other === row || !below || below.localName === "th") continue;
    if (top || /\d{4}/.test(below.textContent.normalize("NFKC"))) found(below);
  }
};
