// What one document is made of, as lists of words by the name of the fact.
() => {
  const facts = {};
  const note = (fact, words) => { (facts[fact] = facts[fact] || []).push(String(words).slice(0, 80)); };
  const all = (css) => [...document.querySelectorAll(css)];
  const seen = (element) => { const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0; };
  const tidy = (text) => (text || "").replace(/\s+/g, " ").trim();
  const tag = (element) => "<" + element.tagName.toLowerCase() +
    (element.name ? " name=" + element.name : element.id ? " id=" + element.id : "") + ">";

  all("frameset").forEach((one) => note("frameset", one.rows ? "rows=" + one.rows : "cols=" + one.cols));
  all("frame, iframe").forEach((one) => {
    if (!one.name) note("nameless_frame", one.id ? "id=" + one.id : tag(one)); else note("frame", one.name);
  });
  all("applet").forEach((one) => note("applet", tag(one)));
  all("object, embed").forEach((one) => {
    const kind = (one.type || "") + " " + (one.getAttribute("classid") || "") + " " + (one.data || one.src || "");
    if (/java|jnlp|8AD9C840/i.test(kind)) note("applet", tag(one));
    else if (/flash|\.swf|D27CDB6E/i.test(kind)) note("flash", tag(one));
    else if (/silverlight|\.xap/i.test(kind)) note("silverlight", tag(one));
    else if (/clsid:|CAFEEFAC/i.test(kind)) note("activex_object", tag(one));
    else if (/pdf/i.test(kind)) note("pdf_inside", tag(one));
    else note("other_object", tag(one));
  });

  const TYPED = "input:not([type=hidden]):not([type=button]):not([type=submit]):not([type=image])" +
    ":not([type=reset]):not([type=radio]):not([type=checkbox]), select, textarea";
  const words = (element) => {         // by what a person would call it
    if (element.labels && element.labels.length) return tidy(element.labels[0].innerText);
    for (const name of ["aria-label", "title", "placeholder"])
      if (tidy(element.getAttribute(name))) return tidy(element.getAttribute(name));
    const by = (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
      .map((id) => (document.getElementById(id) || {}).textContent || "").join(" ");
    if (tidy(by)) return tidy(by);
    const cell = element.closest("td, th, dd");
    let left = cell && cell.previousElementSibling;
    while (left && left.querySelector("input, select, textarea")) left = left.previousElementSibling;
    if (left && tidy(left.innerText)) return tidy(left.innerText);
    if (cell && cell.parentElement && cell.closest("table")) {
      const head = cell.closest("table").rows[0];
      const above = head && head.cells[cell.cellIndex];
      if (above && above !== cell && !above.querySelector("input,select,textarea") && tidy(above.innerText))
        return tidy(above.innerText);
    }
    let before = element.previousSibling;
    while (before) {
      if (tidy(before.textContent)) return tidy(before.textContent);
      before = before.previousSibling;
    }
    const parent = element.parentElement && element.parentElement.previousElementSibling;
    return parent && !parent.querySelector("input, select, textarea") ? tidy(parent.innerText) : "";
  };
  const called = new Map();
  all(TYPED).filter(seen).forEach((one) => {
    const name = words(one);
    if (!name) note("nameless_input", tag(one));
    else called.set(name, (called.get(name) || new Set()).add(one.closest("tr, dl, fieldset, p, div, li") || one));
    if (one.maxLength > 0 && one.maxLength < 1000) note("maxlength", (name || tag(one)) + ": " + one.maxLength);
    if (one.getAttribute("onkeypress") || one.getAttribute("onkeydown") || one.getAttribute("onkeyup") ||
        one.onkeypress || one.onkeydown || one.onkeyup) note("key_filter", name || tag(one));
    if (one.getAttribute("onpaste") || one.onpaste) note("paste_filter", name || tag(one));
    if (one.getAttribute("list") || one.getAttribute("aria-autocomplete")) note("suggestions", name || tag(one));
    if (one.readOnly && one.type !== "hidden") note("readonly", name || tag(one));
    if (/readonly|disabled/.test(one.className)) note("looks_readonly", name || tag(one));
    if (one.type === "file") note("file_input", name || tag(one));
    if (one.type === "password") note("password", name || tag(one));
  });
  called.forEach((places, name) => { if (places.size > 1) note("same_name", name); });
  all("[role=combobox]:not(input):not(select), [role=listbox]").filter(seen)
    .forEach((one) => note("drawn_list", tidy(one.innerText).slice(0, 20) || tag(one)));
  all("[contenteditable=true]").filter(seen).forEach((one) => note("rich_text", tag(one)));
  all("[role=grid][aria-rowcount], [role=table][aria-rowcount]").forEach((one) => {
    if (+one.getAttribute("aria-rowcount") > one.querySelectorAll("[role=row], tr").length)
      note("virtual_table", "aria-rowcount=" + one.getAttribute("aria-rowcount"));
  });

  all("a[href], button, input[type=image], [onclick]").filter(seen).forEach((one) => {
    const pictures = one.matches("input[type=image], img") ? [one] : [...one.querySelectorAll("img, svg")];
    const said = tidy(one.innerText) || tidy(one.getAttribute("aria-label")) || tidy(one.title) ||
      tidy(one.alt) || tidy(one.value) || pictures.map((each) => tidy(each.alt) || tidy(each.title) ||
      tidy((each.querySelector && each.querySelector("title") || {}).textContent)).join("");
    if (pictures.length && !said) note("nameless_picture", tag(one));
  });
  all("img[usemap]").forEach((one) => note("image_map", one.useMap));
  all("[onclick]:not(a):not(button):not(input)").filter(seen).forEach((one) => {
    if (!one.getAttribute("role")) note("clickable_text", tidy(one.innerText).slice(0, 20) || tag(one));
  });
  all("[target]").forEach((one) => {
    const name = one.getAttribute("target");
    if (/^_blank$/i.test(name)) note("new_window", tidy(one.innerText).slice(0, 30) || tag(one));
    else if (!/^_(self|top|parent)$/i.test(name) && name) note("named_window", name);
  });
  all("meta[http-equiv]").forEach((one) => {
    const kind = one.httpEquiv.toLowerCase(), content = one.content || "";
    const seconds = parseFloat(content);
    if (kind === "refresh" && seconds > 0) note("refresh", content);
    if (kind === "refresh" && seconds === 0) note("redirect", content);
    if (kind === "x-ua-compatible") note("ua_compatible", content);
    if (kind === "content-security-policy") note("csp", content);
  });
  if (/captcha|turnstile/i.test(all("script[src], iframe[src], img[src]").map((one) => one.src).join(" ")) ||
      all(".g-recaptcha, .h-captcha, .cf-turnstile, [id*=captcha i], [name*=captcha i]").length ||
      /画像認証|私はロボットではありません|画像に表示された文字/.test(document.body ? document.body.innerText : ""))
    note("captcha", "captcha");
  const area = innerWidth * innerHeight || 1;
  all("canvas").forEach((one) => { const box = one.getBoundingClientRect();
    if (box.width * box.height > area * 0.25) note("canvas", Math.round(box.width) + "x" + Math.round(box.height)); });
  if (window.onbeforeunload || (document.body && document.body.getAttribute("onbeforeunload")))
    note("leaving", "onbeforeunload");
  all("html[oncontextmenu], body[oncontextmenu]").forEach(() => note("no_context_menu", "oncontextmenu"));
  if (document.designMode === "on") note("rich_text", "designMode");
  if (document.compatMode === "BackCompat" && !all("frameset").length) note("quirks", "DOCTYPE なし");
  if (location.protocol === "https:") {
    all("script[src], iframe[src], frame[src], link[href], img[src], form[action]").forEach((one) => {
      const address = one.getAttribute("src") || one.getAttribute("href") || one.getAttribute("action") || "";
      if (/^http:\/\//i.test(address)) note("mixed_content", tag(one));
    });
  }
  if (location.protocol === "http:" && all("input[type=password]").length) note("plain_password", location.pathname);
  const noted = window.__utsushi || {};
  for (const fact of Object.keys(noted)) for (const each of noted[fact]) note(fact, each);
  const scripts = all("script").filter((one) => !one.src)
    .map((one) => (/vbscript/i.test(one.type + one.language) ? "'VBScript\n" : "") + one.textContent);
  all("*").forEach((one) => { for (const each of one.attributes)
    if (/^on/.test(each.name) || /^\s*javascript:/i.test(each.value)) scripts.push(each.value); });
  all("script[language], script[type]").forEach((one) => {
    if (/vbscript/i.test(one.type + (one.getAttribute("language") || ""))) note("vbscript", tag(one));
  });
  const links = all("a[href], area[href], frame[src], iframe[src]").map((one) =>
    [one.href || one.src, tidy(one.innerText) || one.title || one.alt || ""]);
  const styles = all("style").map((one) => one.textContent).join("\n") +
    all("[style]").map((one) => one.getAttribute("style")).join("\n");
  return { facts, scripts, styles, links, sources: all("script[src]").map((one) => one.src) };
}
