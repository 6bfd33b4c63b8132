// The screen in words, as an accessibility tree is written: one line a block, controls in brackets.
const SHOWN = "\u25a0\u25a0\u25a0\u25a0";
const ROLES = { h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading",
  h6: "heading", li: "listitem", dt: "term", dd: "definition", legend: "legend",
  caption: "caption", dialog: "dialog" };

const nameOf = (box) => {
  if (box.labels && box.labels.length) return "";
  const name = box.getAttribute("aria-label") || box.title || "";
  return name && !hasSecret(name) ? ` "${name}"` : name ? ` "${SHOWN}"` : "";
};
const controlWords = (box, isHidden) => {
  if (box.type === "hidden") return "";
  const list = box.localName === "select";
  const held = isHidden ? SHOWN : saidBy(box);
  if (box.type === "checkbox" || box.type === "radio")
    return `[${box.type}${nameOf(box)} ${box.checked ? "on" : "off"}]`;
  if (["submit", "button", "reset"].includes(box.type)) return `[button ${held}]`;
  if (box.type === "image") return `[button ${hasSecret(box.alt || "") ? SHOWN : box.alt}]`;
  return `[${list ? "combobox" : "textbox"}${nameOf(box)} ${held}]`;
};

const wordsOf = (doc, seen) => {
  const lines = [];
  let line = "", role = "text";
  const flush = () => {
    const text = line.replace(/\s+/g, " ").replace(/(?: \| )+$/, "").trim();
    if (text && !/^[|\s]*$/.test(text)) lines.push(`- ${role}: ${text}`);
    line = "";
    role = "text";
  };
  const put = (text) => { if (!text.endsWith(SHOWN) || !line.endsWith(SHOWN)) line += text; };
  const visit = (node, masked) => {
    if (node.nodeType === 3) {
      const owner = node.parentElement || node.getRootNode().host;
      if (node.nodeValue.trim() && styleOf(owner).visibility === "visible")
        put(masked ? SHOWN : node.nodeValue);
      else if (node.nodeValue) put(" ");
    }
    if (node.nodeType !== 1 || UNSEEN.has(node.localName)) return;
    if (node.hasAttribute("data-utsushi-overlay")) return;
    const own = styleOf(node);
    if (own.display === "none") return;
    const hidden = masked || seen.hidden.has(node), name = node.localName;
    if (name === "br") put(" ");
    else if (OPAQUE.has(name)) put(`[${name} ${SHOWN}]`);
    else if (/^i?frame$/.test(name)) { flush(); lines.push(`- frame: ${node.name || ""}`); }
    else if (/^(input|textarea|select)$/.test(name)) put(controlWords(node, hidden));
    else if (/^(img|image)$/.test(name)) put(imageWords(node, hidden));
    else inside(node, own, hidden);
  };
  const imageWords = (image, isHidden) => isHidden ? `[img ${SHOWN}]`
    : image.alt ? `[img ${image.alt}]` : "";
  const inside = (node, own, hidden) => {
    const said = node.getAttribute("role") || ROLES[node.localName] || "";
    const isCell = /^t[dh]$/.test(node.localName) || /cell|columnheader|rowheader/.test(said);
    const isRow = node.localName === "tr" || said === "row";
    const wraps = /^(a|button)$/.test(node.localName) || said === "button";
    const apart = !isCell && !/^(inline|contents|ruby|table-cell)/.test(own.display);
    if (apart || (isCell && node.querySelector("table"))) flush();
    if (isRow) role = "row";
    else if (apart && said) role = said;
    if (wraps) put(node.localName === "a" ? "[link " : "[button ");
    const [before, after] = seen.made.get(node) || ["", ""];
    if (before) put(hidden ? SHOWN : before);
    for (const child of childrenOf(node)) visit(child, hidden);
    if (after) put(hidden ? SHOWN : after);
    if (wraps) put("]");
    if (isCell) put(" | ");
    if (apart) flush();
  };
  if (doc.documentElement) visit(doc.documentElement, false);
  flush();
  return lines;
};
