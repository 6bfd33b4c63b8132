// Runs before the scripts of every document: notes what they do while the page loads.
(() => {
  if (window.__utsushi) return;
  const noted = { closed_shadow: [], open_shadow: [], dialogs: [], modal_windows: [], opened: [],
                  leaving: [] };
  Object.defineProperty(window, "__utsushi", { value: noted, enumerable: false });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    const kind = options && options.mode === "closed" ? "closed_shadow" : "open_shadow";
    noted[kind].push("<" + this.tagName.toLowerCase() + ">");
    return attach.call(this, options);
  };
  const listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (type === "beforeunload" && this === window) noted.leaving.push("addEventListener");
    return listen.call(this, type, ...rest);
  };
  const open = window.open;
  window.open = function (address, name, ...rest) {
    noted.opened.push(String(name || "_blank"));
    return open.call(this, address, name, ...rest);
  };
})();
