// What hands do to a control of an ordinary kind, with the same events, and what it holds then.
// `odd` stands for whatever is not plain: then nothing was done, and Playwright's own hands do it.

const BOOK = Symbol.for("utsushi.typed");
const book = (view) => view[BOOK] || (view[BOOK] = { held: new Map(), left: false });

const DATED = ["date", "time", "month", "week", "datetime-local"];
const TYPED = ["text", "search", "tel", "url", "email", "password", "textarea"];
const active = (box) => box.getRootNode().activeElement === box;
const visible = (box) => {
  const place = box.getBoundingClientRect();
  return place.width > 0 && place.height > 0 && getComputedStyle(box).visibility === "visible";
};
const usable = (box) => box.isConnected && !box.matches(":disabled") && visible(box) &&
  box.getAttribute("aria-disabled") !== "true";
const tell = (box, kind, setup) => box.dispatchEvent(
  new Event(kind, { bubbles: true, composed: true, ...setup }));

// As the last key of the text, or of an input method where no key says it alone.
const key = (box, kind, text) => {
  const last = text.slice(-1), code = /^[0-9A-Za-z ]$/.test(last) ? last.toUpperCase().charCodeAt(0) : 229;
  box.dispatchEvent(new KeyboardEvent(kind, {
    key: code === 229 ? "Process" : last, keyCode: code, which: code,
    bubbles: true, composed: true, cancelable: true, view: window,
  }));
};

// What was typed before a click and is not as it was at the first typing after it was changed by
// that click, or by what the click brought: not by another box.
const forgive = () => {
  const own = book(window);
  if (own.left)
    for (const [box, [held]] of own.held) if (box.value !== held) own.held.delete(box);
  own.left = false;
};

// What frameworks do after an event, they do before this is over.
const settled = () => new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => { channel.port1.close(); done(); };
  channel.port2.postMessage(0);
});

// Of a box that the page has drawn anew: what stands there now holds, where that is the text already.
const anewHeld = (count, anew, text) => {
  const found = anew ? anew() : [];
  const answer = found.length === 1 ? held(found) : {};
  return answer.held === text ? answer : { count, gone: true };
};

const type = async (found, [text, name], anew) => {
  const box = found[0], count = found.length;
  if (count !== 1) return { count };
  const longest = "maxLength" in box ? box.maxLength : -1;
  const plain = (box.matches("input") && TYPED.includes(box.type)) || box.matches("textarea");
  if (!text && plain && !box.value) return { count, held: "", longest };
  if (longest >= 0 && longest < text.length) return { count, held: "", longest };
  const dated = box.matches("input") && DATED.includes(box.type);
  if (!(plain || dated) || !usable(box) || box.readOnly) return { count, odd: true };
  forgive();
  box.focus();
  if (!active(box)) return { count, odd: true };
  if (dated) return put(box, text, name, count, anew);
  box.select();
  key(box, "keydown", text);
  const before = box.value;
  const done = active(box) && (text ? document.execCommand("insertText", false, text)
    : !before || document.execCommand("delete"));
  if (!done) return { count, odd: true };
  key(box, "keyup", text);
  const at = box.isConnected ? box : document.activeElement;
  if (at && at.matches("input,textarea") && (at === box ? active(box) : at.value === text)) at.blur();
  await settled();
  if (!box.isConnected) return anewHeld(count, anew, text);
  book(window).held.set(box, [box.value, name]);
  return { count, held: box.value, longest };
};

// A box with parts of its own (a date) takes its value whole, as Playwright gives it too.
const put = async (box, text, name, count, anew) => {
  const own = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
  own.set.call(box, text);
  tell(box, "input");
  tell(box, "change");
  if (box.isConnected && active(box)) box.blur();
  await settled();
  if (!box.isConnected) return anewHeld(count, anew, text);
  book(window).held.set(box, [box.value, name]);
  return { count, held: box.value, longest: -1 };
};

const held = (found) => {
  const box = found[0];
  if (found.length !== 1) return { count: found.length };
  const text = box.isContentEditable ? box.innerText.trim() : box.value;
  return { count: 1, held: text === undefined ? "" : text, longest: "maxLength" in box ? box.maxLength : -1 };
};

const plainWord = (text) => text.normalize("NFKC").replace(/\s/g, "");
const wordBeside = (box) => {
  if (box.labels && box.labels.length) return box.labels[0].innerText;
  let words = "", next = box.nextSibling;
  while (next && !(next.nodeType === 1 && (next.matches("input,select,br,td,tr") ||
         next.querySelector("input")))) {
    words += next.textContent; next = next.nextSibling;
  }
  return words;
};
const listed = (list) => [...list.options].map((each) => [each.text, each.value, each.selected]);
const ticked = (found) => found.map((box) => [wordBeside(box), box.value, box.checked]);
const single = (rows, wanted, at) => {
  const hits = rows.flatMap((row, n) => plainWord(row[at]) === plainWord(wanted) ? [n] : []);
  return hits.length === 1 ? hits[0] : -1;
};

// Where a person would click to choose it: the box, or its label where the box itself is not seen.
const handle = (box) => {
  if (!box.isConnected || box.matches(":disabled")) return null;
  const own = [...(box.labels || [])];
  const isHit = (each) => {
    each.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const place = each.getBoundingClientRect();
    const hit = box.getRootNode().elementFromPoint(
      place.left + place.width / 2, place.top + place.height / 2);
    return !!hit && (hit === box || own.some((label) => label.contains(hit)));
  };
  return [box, ...own].filter(visible).find(isHit) || null;
};

const choose = async (found, [wanted, at]) => {
  const list = found[0], count = found.length;
  if (!count) return { count };
  const isList = list.tagName === "SELECT";
  if (isList ? count > 1 || list.multiple || !usable(list)
    : !found.every((box) => box.matches("input[type=radio]"))) return { count, odd: true };
  const rows = isList ? listed(list) : ticked(found);
  const index = single(rows, wanted, at);
  if (index < 0 || (isList ? list.options[index].matches(":disabled") : !handle(found[index])))
    return { count, odd: true };
  forgive();
  if (isList && list.selectedIndex !== index) {
    list.focus();
    list.selectedIndex = index;
    tell(list, "input");
    tell(list, "change");
    if (active(list)) list.blur();
  } else if (!isList && !found[index].checked) {
    press(found[index]);
  }
  await settled();
  return { count, rows: isList ? listed(list) : ticked(found), again: !found[0].isConnected };
};

const press = (box) => {
  const place = handle(box);
  box.focus();
  place.click();
};

// `wanted`: the words of the boxes to tick, or whether the only one is to be ticked. A page that
// draws the boxes anew at each tick is asked for them anew: `again`.
const tick = async (found, wanted) => {
  const count = found.length;
  if (!count) return { count };
  const rows = found.every((box) => box.matches("input[type=checkbox]")) ? ticked(found) : [];
  const chosen = Array.isArray(wanted) ? wanted.map((word) => single(rows, word, 0))
    : rows.length === 1 ? (wanted ? [0] : []) : [-1];
  const wrong = found.filter((box, n) => box.checked !== chosen.includes(n));
  if (!rows.length || chosen.includes(-1) || !wrong.every(handle)) return { count, odd: true };
  forgive();
  for (const box of wrong) {
    press(box);
    await settled();
    if (!found.every((each) => each.isConnected)) return { count, again: true };
  }
  return { count, rows: ticked(found) };
};

// A box that was only written in another way meanwhile (100-0001) still says the same.
const bare = (text) => text.normalize("NFKC").replace(/[\s,/()\-‐‑‒–—―−]/g, "");

// Before a click: the names of the boxes in this window and its frames that do not hold any more
// what they held when they were left.
const check = (found) => {
  const changed = [], views = [];
  const walk = (view) => {
    try {
      if (view.document) views.push(view);
    } catch (error) { /* of another host */ }
    for (let n = 0; n < view.length; n += 1) walk(view[n]);
  };
  if (found.length) walk(window.top);
  for (const own of views.map((view) => view[BOOK]).filter((each) => each)) {
    if (!own.left)
      for (const [box, [text, name]] of own.held)
        if (box.isConnected && bare(box.value) !== bare(text)) changed.push(name);
    own.left = true;
  }
  return { count: found.length, changed };
};
