// The words of a page as a person reads them, without what screens put around a heading.
// bots/tables.py `clean` does the same to the words of a scenario; a test holds them equal.

const BRACKETED = /[(\[【〔<《](?:必須|任意|入力必須|必須項目|要入力)[)\]】〕>》]/g;
const APART = /^\s*(?:必須|任意)\s+|\s+(?:必須|任意)\s*$/g;
const MARKS = /[※*■●◆□☆★:\s]/g;
const NUMBER = /^\s*(?:[①-⑳]|[(（[][0-9０-９]{1,2}[)）\]]|[0-9０-９]{1,2}\s*[)）.．、])/;
const BADGES = new Set(["必須", "任意", "要", "必要", "入力必須", "必須項目", "要入力", "required",
                        "optional", "?", "help", "ヘルプ"]);
const UNREAD = "script,style,template,noscript,rt,rp,select,textarea,input,[aria-hidden=true]";
const CONTROL = "input:not([type=hidden]),select,textarea,[contenteditable=true],[contenteditable='']," +
  "[role=textbox],[role=combobox],[role=listbox],[role=radio],[role=checkbox],[role=switch]," +
  "[role=spinbutton],[role=searchbox]";

const clean = (text) => text.normalize("NFKC").replace(BRACKETED, " ").replace(APART, " ")
  .replace(MARKS, "");
const squeeze = (text) => text.normalize("NFKC").replace(/\s/g, "");
const isSaid = (text, wanted) =>
  clean(text) === wanted || clean(text.replace(NUMBER, "")) === wanted;

const visible = (element) => element.checkVisibility
  ? element.checkVisibility({ checkVisibilityCSS: true, visibilityProperty: true })
  : !!element.getClientRects().length;
const isBadge = (element) => element.childElementCount < 2 &&
  BADGES.has(squeeze(element.textContent || "").replace(/[()\[\]【】]/g, "").toLowerCase());

// The words of an element, cut off where they are longer than `most`.
const said = (node, most = Infinity) => {
  if (node.nodeType === 3) return node.nodeValue;
  if (node.nodeType !== 1 || node.matches(UNREAD) || isBadge(node) || !visible(node)) return "";
  if (node.tagName === "BR") return "\n";
  if (node.tagName === "IMG") return ` ${node.alt} `;
  let words = "";
  for (const child of (node.shadowRoot || node).childNodes) {
    words += said(child, most);
    if (words.trim().length > most) break;
  }
  return words;
};

// Every root inside: the scope itself and the open shadow roots in it.
const rootsOf = (root) => {
  const roots = [root];
  if (root.shadowRoot) roots.push(...rootsOf(root.shadowRoot));
  for (const element of root.querySelectorAll("*"))
    if (element.shadowRoot) roots.push(...rootsOf(element.shadowRoot));
  return roots;
};
const all = (root, css) => rootsOf(root).flatMap((each) => [...each.querySelectorAll(css)]);
const holdsControl = (element) => element.matches(CONTROL) || all(element, CONTROL).length > 0;
const above = (element) => element.parentElement ||
  (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null);
const around = (element, css) => {
  for (let each = element; each; each = above(each)) if (each.matches(css)) return each;
  return null;
};
const within = (element, other) => {
  for (let each = element; each; each = above(each)) if (each === other) return true;
  return false;
};
const inOrder = (elements) => [...new Set(elements)].sort((one, other) =>
  one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1);
const outermost = (elements) =>
  elements.filter((one) => !elements.some((other) => other !== one && within(one, other)));
const byId = (element, id) => {
  const root = element.getRootNode();
  return id && root.getElementById ? root.getElementById(id) : null;
};
