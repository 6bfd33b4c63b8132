// What a person does in one document, told to the recorder. Runs in every frame and window, before
// the page's own scripts. It changes nothing on the page: a click is only held back for the moment
// in which the recorder makes sure that it can point at the thing again, and is then let through.
(() => {
  if (window.__utsushi) return;
  const FRESH_MS = 1500, LONGEST = 80, MOST_TEXTS = 600, MOST_BESIDE = 12, MOST_NAMES = 300;
  const TYPED = "input:not([type]),input[type=text],input[type=tel],input[type=number]," +
    "input[type=search],input[type=email],input[type=date],input[type=password],input[type=url],textarea";
  const CONTROL = "input:not([type=hidden]):not([type=button]):not([type=submit])" +
    ":not([type=image]):not([type=reset]),select,textarea";
  const ACTS = "a[href],a[onclick],button,input[type=button],input[type=submit],input[type=image]," +
    "input[type=reset],summary,[role=button],[role=link],[role=tab],[role=menuitem],[role=option]," +
    "[role=treeitem],[role=radio],[role=checkbox],[role=switch],[role=combobox],[onclick]";
  const LISTS = "[role=combobox],[aria-haspopup=listbox]";
  const BUSY = /(して|検索|確認|処理|読み込み|送信|登録)(い?ます|中)|お待ち|Loading|…$/i;
  const BADGE = /^[(\[（【［]?(必須|任意|要入力|入力必須|※|\*|＊)[)\]）】］]?$/;
  const elements = new Map(), numbers = new WeakMap(), looks = new WeakMap(), told = new WeakMap();
  const paths = new Map(), busy = new Set();
  const state = { pending: 0, id: Math.random().toString(36).slice(2) };
  Object.defineProperty(window, "__utsushi", { value: state, enumerable: false });
  const tell = (what) => window.__utsushi_tell(JSON.stringify({ document: state.id, ...what }));
  let replayed = null, dirty = null, list = null, entering = false;

  const tidy = (text) => (text || "").replace(/\s+/g, " ").trim();
  const pathOf = (element) => {
    const parts = [];
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      let place = 0;
      for (let one = at; one; one = one.previousElementSibling) place += 1;
      parts.push(at.tagName + place);
    }
    return `${parts.join("<")}#${element.id}@${element.name || ""}`;
  };
  // A thing keeps its number when the page puts a new element in its place.
  const number = (element) => {
    if (numbers.has(element)) return numbers.get(element);
    const path = pathOf(element), old = paths.get(path);
    const isNext = old && !elements.get(old).isConnected;
    const found = isNext ? old : elements.size + 1;
    numbers.set(element, found);
    elements.set(found, element);
    paths.set(path, found);
    return found;
  };
  state.find = (wanted) => {
    const element = elements.get(wanted);
    if (!element || element.isConnected) return element || null;
    for (const each of document.getElementsByTagName(element.tagName))
      if (paths.get(pathOf(each)) === wanted) {
        numbers.set(each, wanted);
        elements.set(wanted, each);
        return each;
      }
    return null;
  };
  const isSeen = (element) => element.checkVisibility
    ? element.checkVisibility({ checkVisibilityCSS: true }) : !!element.offsetParent;

  // A name without the badges in it (必須) and without what is typed beside it.
  const nameOf = (element) => {
    const copy = element.cloneNode(true);
    for (const each of copy.querySelectorAll("*"))
      if (/^(select|textarea|input|script|style)$/i.test(each.tagName) || BADGE.test(tidy(each.textContent)))
        each.remove();
    const pictures = [...element.querySelectorAll("img[alt]")].map((each) => each.alt).join(" ");
    return tidy(copy.textContent) || tidy(pictures);
  };

  // The words beside a round button or tick box, as the bot reads them.
  const wordOf = (box) => {
    if (box.labels && box.labels.length) return tidy(box.labels[0].innerText);
    let words = "", next = box.nextSibling;
    while (next && !(next.nodeType === 1 && (next.matches("input,select,br,td,tr") ||
           next.querySelector("input")))) {
      words += next.textContent; next = next.nextSibling;
    }
    return tidy(words);
  };
  const byIds = (ids) => tidy((ids || "").split(/\s+/).map((id) => {
    const found = id && document.getElementById(id);
    return found ? nameOf(found) : "";
  }).join(" "));
  const labelsOf = (element) => [
    ...[...(element.labels || [])].map(nameOf),
    tidy(element.getAttribute("aria-label")), byIds(element.getAttribute("aria-labelledby")),
  ].filter(Boolean);

  // The column's heading over a cell of a table in which one types.
  const overOf = (cell) => {
    const row = cell.closest("tr"), table = cell.closest("table");
    const head = table && [...table.rows].find((each) => each !== row && !each.querySelector("td") &&
      each.cells.length > cell.cellIndex);
    return head ? nameOf(head.cells[cell.cellIndex]) : "";
  };
  // The cells, terms and titles that may name this place, nearest first.
  const headingsOf = (element) => {
    const found = [];
    for (let at = element, up = 0; at && at !== document.body; at = at.parentElement, up += 1) {
      const left = at.previousElementSibling;
      if (at.matches("td,th,[role=cell],[role=gridcell]")) {
        for (let one = left; one; one = one.previousElementSibling)
          if (!one.querySelector(CONTROL)) { found.push(nameOf(one)); break; }
        if (at.matches("td")) found.push(overOf(at));
      } else if (at.matches("dd")) {
        let term = left;
        while (term && !term.matches("dt")) term = term.previousElementSibling;
        if (term) found.push(nameOf(term));
      } else if (up < 4 && left && !left.matches("script,style,a,button,img") &&
                 !left.querySelector(CONTROL) && !left.matches(CONTROL) && isSeen(left)) {
        found.push(nameOf(left));
      }
      if (at.matches("fieldset,[role=group],[role=radiogroup]")) {
        const legend = at.querySelector(":scope > legend");
        found.push(tidy((legend && nameOf(legend)) || at.getAttribute("aria-label") ||
                        byIds(at.getAttribute("aria-labelledby"))));
      }
    }
    return [...new Set(found)].filter((text) => text && text.length <= LONGEST).slice(0, 8);
  };
  // The titles of the blocks in which it stands, the nearest first.
  const sectionsOf = (element) => {
    const found = [];
    for (let at = element; at && at !== document.documentElement; at = at.parentElement) {
      const own = at.matches("fieldset,table,[role=group],section")
        && at.querySelector(":scope > legend, :scope > caption, :scope > h1, :scope > h2, :scope > h3");
      if (own) found.push(tidy(own.innerText));
      for (let left = at.previousElementSibling; left; left = left.previousElementSibling)
        if (left.matches("h1,h2,h3,h4,h5,h6")) { found.push(tidy(left.innerText)); break; }
      const row = at.matches("tr") && at.previousElementSibling;
      for (let above = row; above; above = above.previousElementSibling) {
        const only = above.children.length === 1 && above.children[0];
        if (only && only.colSpan > 1) { found.push(tidy(only.innerText)); break; }
      }
    }
    return [...new Set(found)].filter((text) => text && text.length <= LONGEST).slice(0, 3);
  };
  const cellOf = (element) => element.closest("td,th,dd,fieldset,[role=group],[role=radiogroup]") ||
    (element.labels && element.labels[0] && element.labels[0].parentElement) || element.parentElement;
  const optionsOf = (element) => {
    if (element.tagName === "SELECT")
      return [...element.options].map((option) => [tidy(option.text), option.value]);
    if (element.type !== "radio" || !element.name) return [];
    return [...document.getElementsByName(element.name)].filter((each) => each.type === "radio")
      .map((each) => [wordOf(each), each.value]);
  };
  const shownIn = (element) => {
    if (element.type === "password") return "";
    if (element.tagName === "SELECT")
      return tidy([...element.selectedOptions].map((option) => option.text).join("、"));
    return element.value || "";
  };
  const brief = (element) => ({
    number: number(element), tag: element.tagName.toLowerCase(), type: element.type || "",
    value: shownIn(element), words: /^(radio|checkbox)$/.test(element.type) ? wordOf(element) : "",
    checked: !!element.checked, fixed: !!(element.readOnly || element.disabled),
    name: element.name || "", options: optionsOf(element),
  });

  // The list row in which the element stands: its cells under the words of the list's heading row.
  const rowOf = (element) => {
    const row = element.closest("tr,[role=row]");
    const table = row && row.closest("table,[role=table],[role=grid],[role=treegrid]");
    if (!table) return null;
    const own = (line) => [...line.children].filter((each) =>
      each.matches("td,th,[role=cell],[role=gridcell],[role=columnheader],[role=rowheader]"));
    const cells = own(row);
    const rows = [...table.querySelectorAll("tr,[role=row]")]
      .filter((line) => line.closest("table,[role=table],[role=grid],[role=treegrid]") === table);
    const isHead = (line) => {
      const all = own(line);
      const typed = [...line.querySelectorAll(CONTROL)].filter((each) => each.type !== "checkbox");
      return all.length === cells.length && !typed.length &&
        all.filter((cell) => cell.matches("th,[role=columnheader]")).length > all.length / 2;
    };
    const head = rows.slice(0, rows.indexOf(row)).reverse().find(isHead) ||
      rows.find((line) => line !== row && isHead(line));
    if (!head || cells.length < 2 || isHead(row)) return null;
    const index = [...document.querySelectorAll("tr,[role=row]")].indexOf(row);
    return { index, heads: own(head).map((cell) => tidy(cell.innerText)),
             cells: cells.map((cell) => tidy(cell.innerText)),
             column: cells.findIndex((cell) => cell.contains(element)) };
  };

  const cssOf = (element) => {
    const quoted = (text) => text.replace(/["\\]/g, "\\$&");
    const tag = element.tagName.toLowerCase();
    const found = [];
    if (element.id && !/\d{3,}|[:.]/.test(element.id)) found.push(`#${CSS.escape(element.id)}`);
    if (element.name) found.push(`${tag}[name="${quoted(element.name)}"]`);
    return element.readOnly ? [`${tag}[readonly]`, ...found] : found;
  };
  const wordsOf = (element) => {
    if (element.matches("input")) return tidy(element.value || element.alt);
    const pictures = [...element.querySelectorAll("img[alt]")].map((each) => each.alt).join(" ");
    const copy = element.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true]").forEach((each) => each.remove());
    return tidy(copy.textContent) || tidy(element.innerText) || tidy(pictures);
  };
  const describe = (element) => {
    const cell = cellOf(element) || element;
    const note = cell.cloneNode(true);
    note.querySelectorAll("select,textarea,script,option").forEach((each) => each.remove());
    const picture = element.querySelector("img[alt]");
    return {
      ...brief(element),
      words: /^(radio|checkbox)$/.test(element.type) ? wordOf(element)
        : element.matches(CONTROL) ? "" : wordsOf(element).slice(0, LONGEST),
      role: element.getAttribute("role") || "",
      title: tidy(element.title), alt: tidy(element.alt || (picture && picture.alt)),
      labels: [...labelsOf(element),
        ...(element.matches(CONTROL) ? [] : [tidy(element.innerText).slice(0, LONGEST)])].filter(Boolean),
      headings: headingsOf(element), sections: sectionsOf(element), css: cssOf(element),
      placeholder: tidy(element.placeholder), note: tidy(note.textContent).slice(0, LONGEST),
      row: rowOf(element),
    };
  };

  state.described = describe;

  // Short texts that can be seen, with the tag that says what they are to a reader.
  const texts = () => {
    const found = [];
    if (!document.body) return found;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode() && found.length < MOST_TEXTS) {
      const text = tidy(walk.currentNode.nodeValue), parent = walk.currentNode.parentElement;
      if (!text || text.length > LONGEST || !parent || !isSeen(parent)) continue;
      if (parent.closest("script,style,option,textarea,noscript,[role=listbox]")) continue;
      const kind = parent.closest("h1,h2,h3,h4,legend,caption,th,dt,label,button,a,[role=heading]," +
        "[role=alert],[role=status],[role=columnheader],[role=dialog],b,strong");
      found.push([kind ? (kind.getAttribute("role") || kind.tagName.toLowerCase()) : "", text]);
    }
    return found;
  };
  state.texts = texts;

  // Short texts that may be the name of what stands beside or below them.
  const names = () => {
    const found = new Set();
    for (const each of document.querySelectorAll("th,td,dt,label,legend,span,div,p,b,strong,font")) {
      if (found.size >= MOST_NAMES) break;
      if (each.childElementCount > 3 || each.querySelector(CONTROL) || !isSeen(each)) continue;
      const text = tidy(each.innerText);
      if (text && text.length <= 30) found.add(text);
    }
    return [...found];
  };
  state.names = names;
  state.blocks = () => [...new Set([...document.querySelectorAll("legend,caption,h1,h2,h3,h4,h5,th[rowspan]")]
    .filter(isSeen).map(nameOf).filter((text) => text && text.length <= 30))].slice(0, 12);

  // The recorder looks at a thing before it is used: it finds the way to point at it.
  const look = (element) => {
    const known = looks.get(element);
    if (known && (!known.done || performance.now() - known.at < FRESH_MS)) return known.promise;
    const now = { done: false, at: 0 };
    now.promise = tell({ do: "look", seen: describe(element) })
      .then(() => { now.done = true; now.at = performance.now(); }, () => { now.done = true; });
    looks.set(element, now);
    return now.promise;
  };
  const isReady = (element) => {
    const known = looks.get(element);
    return !!known && known.done && performance.now() - known.at < FRESH_MS;
  };
  const besides = (element) => {
    const cell = cellOf(element) || element;
    return [...cell.querySelectorAll(CONTROL)].slice(0, MOST_BESIDE)
      .filter((each) => each !== element && shownIn(each) && isSeen(each) &&
                        !/^(radio|checkbox|password|file)$/.test(each.type)).map(describe);
  };
  // Words like 検索しています… that came up since the last act and are gone again.
  const passed = () => {
    const shown = document.body ? document.body.innerText : "";
    const gone = [...busy].filter((words) => !shown.includes(words));
    gone.forEach((words) => busy.delete(words));
    return gone;
  };
  new MutationObserver((changes) => {
    for (const change of changes)
      for (const node of change.addedNodes) {
        const walk = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
        for (let at = node.nodeType === 3 ? node : walk.nextNode(); at; at = walk.nextNode()) {
          const text = tidy(at.nodeValue);
          if (text && text.length <= 40 && BUSY.test(text) && busy.size < 8) busy.add(text);
        }
      }
  }).observe(document, { childList: true, subtree: true });

  const act = (what, element, more) => tell({
    do: what, seen: describe(element), beside: what === "click" ? [] : besides(element),
    passed: passed(), ...more });

  // What is being typed is told when something else is done: the page may have replaced the box,
  // and written the text otherwise (1000013 → 100-0013).
  const flush = () => {
    const typed = dirty;
    dirty = null;
    if (!typed) return;
    if (told.get(typed.element) === (typed.secret ? typed.element.value : typed.text)) return;
    const now = state.find(typed.number) || typed.element;
    told.set(now, now.value);
    const shown = now.isConnected && now.type !== "password" ? now.value : typed.text;
    tell({ ...typed.said, do: "fill", text: typed.text, secret: typed.secret, shown, passed: typed.passed });
  };
  const typing = (element) => {
    const own = number(element);
    if (dirty && dirty.number !== own) flush();
    const secret = element.type === "password";
    dirty = {
      number: own, element, secret, text: secret ? "" : element.value,
      passed: dirty ? dirty.passed : passed(),
      said: { seen: describe(element), beside: besides(element) },
    };
  };
  state.flush = flush;
  const actionable = (target) => {
    if (!(target instanceof Element)) return null;
    const control = target.closest(CONTROL + ",option");
    if (control) return null;
    const found = target.closest(ACTS);
    if (found) return found === document.body || found === document.documentElement ? null : found;
    const label = target.closest("label");
    if (label && label.control) return null;
    return getComputedStyle(target).cursor === "pointer" ? target : null;
  };

  // What a click on this thing means: an option of a list that the page draws itself is a choice.
  const meant = (element) => {
    const role = element.getAttribute("role");
    if (element.matches(LISTS)) list = element;
    if (role === "option") {
      const box = element.closest("[role=listbox]");
      const own = box && box.id && document.querySelector(
        `[aria-controls~="${CSS.escape(box.id)}"],[aria-owns~="${CSS.escape(box.id)}"]`);
      const owner = own || (list && list.isConnected ? list : null);
      if (owner) return ["choose", owner, { text: wordsOf(element) }];
    }
    if (role === "radio") return ["choose", element, { text: wordsOf(element) || labelsOf(element)[0] }];
    if (role === "checkbox" || role === "switch") {
      const on = element.getAttribute("aria-checked") !== "true";
      return ["check", element, { text: wordsOf(element) || labelsOf(element)[0], on }];
    }
    return ["click", element, {}];
  };

  // Enter in a box of a form presses the form's button: that is no second thing that was done.
  const onClick = (event) => {
    if (replayed || !event.isTrusted) return;
    const by_key = event.detail === 0 && entering;
    const element = actionable(event.target);
    if (!element) return;
    flush();
    const acted = () => { const [what, on, more] = meant(element); act(what, on, { ...more, by_key }); };
    if (isReady(element)) { acted(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const target = event.target;
    state.pending += 1;
    look(element).then(() => {
      const still = target.isConnected ? target : state.find(number(element)) || target;
      acted();
      state.pending -= 1;
      replayed = still;
      try {
        if (still.click) still.click();
        else still.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
      } finally { replayed = null; }
    });
  };
  const onChange = (event) => {
    const element = event.target;
    if (!(element instanceof Element)) return;
    if (element.matches(TYPED)) { typing(element); return; }
    flush();
    if (element.tagName === "SELECT" && element.multiple) act("check", element, { text: shownIn(element) });
    else if (element.tagName === "SELECT") act("choose", element, { text: shownIn(element) });
    if (element.type === "radio" && element.checked) act("choose", element, { text: wordOf(element) });
    if (element.type === "checkbox") act("check", element, { text: wordOf(element), on: element.checked });
    if (element.type === "file")
      act("upload", element, { text: [...element.files].map((file) => file.name).join("、") });
  };
  const onKey = (event) => {
    const named = event.key === "Enter" || /^F\d+$/.test(event.key);
    const element = event.target;
    if (!named || event.isComposing || !(element instanceof Element)) return;
    if (event.key === "Enter" && !element.matches("input")) return;
    if (event.key === "Enter" && !element.matches(TYPED)) return;
    flush();
    entering = event.key === "Enter";
    act("press", element, { text: event.key });
  };
  addEventListener("keyup", () => { entering = false; }, true);
  addEventListener("click", onClick, true);
  addEventListener("change", onChange, true);
  addEventListener("keydown", onKey, true);
  addEventListener("input", (event) => {
    if (event.target instanceof Element && event.target.matches(TYPED)) typing(event.target);
  }, true);
  addEventListener("focusin", (event) => {
    if (!(event.target instanceof Element) || !event.target.matches(CONTROL)) return;
    if (dirty && dirty.number !== number(event.target)) flush();
    look(event.target);
  }, true);
  for (const kind of ["pointerover", "pointerdown"])
    addEventListener(kind, (event) => {
      if (!(event.target instanceof Element)) return;
      const element = actionable(event.target) || event.target.closest(CONTROL);
      if (element) look(element);
    }, true);
  addEventListener("pagehide", flush, true);

  for (const kind of ["alert", "confirm", "prompt"]) {
    const own = window[kind];
    window[kind] = function (words, ...rest) {
      const answer = own.call(window, words, ...rest);
      tell({ do: "dialog", kind, words: String(words === undefined ? "" : words),
             ok: answer !== false && answer !== null, text: kind === "prompt" ? answer || "" : "" });
      return answer;
    };
  }
})();
