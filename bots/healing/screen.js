// Every word on the screen by which a person could point at something, in the order of the page.
// Each is [kind, words, place]; place counts elements from the top of the document.
(root) => {
  const said = [];
  const all = [...root.querySelectorAll("*")];
  if (root.matches && !root.matches("html")) all.unshift(root);
  const tidy = (text) => (text || "").replace(/\s+/g, " ").trim();
  const seen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 0 && box.height > 0 && getComputedStyle(element).visibility !== "hidden";
  };
  const put = (kind, text, place) => {
    const words = tidy(text);
    if (words && words.length <= 60) said.push([kind, words, place]);
  };
  const CONTROL = "input:not([type=hidden]):not([type=button]):not([type=submit])" +
    ":not([type=image]):not([type=reset]), select, textarea, [contenteditable=true], " +
    "[role=combobox], [role=textbox], [role=listbox], [role=checkbox], [role=switch], [role=radio]";
  const BUTTON = "button, input[type=button], input[type=submit], input[type=image], " +
    "input[type=reset], [role=button], [role=tab], [role=menuitem], [onclick]";
  const bare = (element) => {          // the text of a label without what is typed inside it
    const copy = element.cloneNode(true);
    copy.querySelectorAll("input,select,textarea,script,style,option").forEach((e) => e.remove());
    return copy.textContent;
  };
  const named = (element) => element.getAttribute("aria-label") ||
    (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
      .map((id) => (document.getElementById(id) || {}).textContent || "").join(" ") ||
    (element.matches("input") ? element.value || element.alt : "") ||
    tidy(element.innerText) || (element.querySelector("img[alt]") || {}).alt || element.title;
  all.forEach((element, place) => {
    if (element.matches("script,style,head,head *,noscript,option,br,hr") || !seen(element)) return;
    if (element.matches(CONTROL)) {
      for (const label of element.labels || []) put("label", bare(label), place);
      put("label", element.getAttribute("aria-label"), place);
      put("label", (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
        .map((id) => (document.getElementById(id) || {}).textContent || "").join(" "), place);
      put("placeholder", element.placeholder, place);
    } else if (element.matches(BUTTON)) {
      put("button", named(element), place);
    } else if (element.matches("a[href], [role=link], area")) {
      put("link", named(element), place);
    } else if (element.matches("td, th, dt, dd, label, legend, caption, h1, h2, h3, h4, h5, h6") &&
               !element.querySelector(CONTROL)) {
      put("heading", element.innerText, place);
    } else if (!element.querySelector(CONTROL) && element.children.length <= 2) {
      put("text", element.innerText, place);
    }
    put("title", element.title, place);
    if (element.matches("img, area, input[type=image]")) put("alt", element.alt, place);
  });
  return said;
}
