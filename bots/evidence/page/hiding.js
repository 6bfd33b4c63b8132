// Making elements invisible for the moment of a picture, and everything as it was after it.
const STATE = Symbol.for("utsushi.masking");
const LAYER = { all: "initial", display: "block", position: "fixed", left: "0", top: "0",
  width: "1000px", height: "1000px", margin: "0", padding: "0", border: "0",
  background: "transparent", overflow: "visible", "pointer-events": "none",
  "z-index": "2147483647" };
const BLACK = { all: "initial", display: "block", position: "absolute", background: "#000" };
const WATCHED = { subtree: true, childList: true, characterData: true, attributes: true };

const styled = (element, rules) => {
  for (const [name, value] of Object.entries(rules))
    element.style.setProperty(name, value, "important");
};

// The element to make invisible instead of one that has no box of its own.
const drawnBy = (element) => {
  let here = element.localName === "option" ? element.closest("select") || element : element;
  while (here.parentElement && styleOf(here).display === "contents") here = here.parentElement;
  return here;
};

// Nothing of it is drawn, wherever it flows over and whatever is in it.
const vanish = (state, element) => {
  if (state.hidden.has(element) || !element.style) return;
  const kept = ["opacity", "transition"].map((name) =>
    [name, element.style.getPropertyValue(name), element.style.getPropertyPriority(name)]);
  state.hidden.set(element, [element.hasAttribute("style"), kept]);
  styled(element, { transition: "none", opacity: "0" });
};

const restore = (state) => {
  for (const part of [0, 1]) {  // the transition last, or it would begin
    for (const [element, [, kept]] of state.hidden) {
      element.style.setProperty(...kept[part]);
      if (part === 0 && element.isConnected) void styleOf(element).opacity;
    }
  }
  for (const [element, [had]] of state.hidden)
    if (!had && !element.getAttribute("style")) element.removeAttribute("style");
};

const clipped = (element, rect) => {
  let [left, top, right, bottom] = [rect.left, rect.top, rect.right, rect.bottom];
  for (let up = element.parentElement; up && up.parentElement; up = up.parentElement) {
    if (styleOf(up).overflow === "visible" || up.localName === "body") continue;
    const edge = up.getBoundingClientRect();
    [left, top] = [Math.max(left, edge.left), Math.max(top, edge.top)];
    [right, bottom] = [Math.min(right, edge.right), Math.min(bottom, edge.bottom)];
  }
  return [left, top, right - left, bottom - top];
};

// Black where something was, for whoever looks at the picture.
const cover = (doc, state) => {
  if (!state.overlay) {
    state.overlay = doc.createElement("div");
    state.overlay.setAttribute("data-utsushi-overlay", "");
    state.overlay.setAttribute("popover", "manual");
  }
  const layer = state.overlay;
  styled(layer, LAYER);
  if (!layer.isConnected) {
    doc.documentElement.append(layer);
    try { layer.showPopover(); } catch { /* a document without a top layer */ }
  }
  const at = layer.getBoundingClientRect(), scale = at.width / 1000 || 1;
  const boxes = [];
  for (const element of state.hidden.keys()) {
    for (const rect of element.getClientRects()) {
      const [left, top, width, height] = clipped(element, rect);
      if (width <= 0 || height <= 0) continue;
      const box = doc.createElement("div");
      styled(box, { ...BLACK, left: `${(left - at.left) / scale}px`,
        top: `${(top - at.top) / scale}px`, width: `${width / scale}px`,
        height: `${height / scale}px` });
      boxes.push(box);
    }
  }
  layer.replaceChildren(...boxes);
};

// Until `show`, what changes is looked at again before it is drawn.
const hide = (doc, token) => {
  const state = doc[STATE] || (doc[STATE] = { hidden: new Map() });
  state.token = token;
  const renew = () => {
    const seen = new Look(doc);
    for (const element of seen.hidden) vanish(state, drawnBy(element));
    for (const root of [doc, ...seen.roots]) state.observer.observe(root, WATCHED);
    if (state.hidden.size && doc.documentElement) cover(doc, state);
    state.observer.takeRecords();
    return seen;
  };
  state.observer?.disconnect();
  state.observer = new doc.defaultView.MutationObserver(renew);
  return renew();
};

// Whether all that is private was hidden when this is asked; then everything is as it was.
const show = (doc, token) => {
  const state = doc[STATE], seen = new Look(doc);
  if (!state) return [false, seen];
  const isHidden = (element) => state.hidden.has(element) &&
    element.style.getPropertyValue("opacity") === "0" &&
    element.style.getPropertyPriority("opacity") === "important";
  const whole = state.token === token && [...seen.hidden].map(drawnBy).every(isHidden);
  state.observer.disconnect();
  state.overlay?.remove();
  restore(state);
  delete doc[STATE];
  return [whole, seen];
};
