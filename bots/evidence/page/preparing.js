// Before any script of a page: note the shadow roots that it closes, so that they can be masked.
(() => {
  const ROOTS = Symbol.for("utsushi.roots");
  if (window[ROOTS]) return;
  const roots = new WeakMap();
  Object.defineProperty(window, ROOTS, { value: roots });
  const attach = Element.prototype.attachShadow;
  const noting = { attachShadow(options) {
    const root = attach.call(this, options);
    if (root.mode === "closed") roots.set(this, root);
    return root;
  } };
  Object.defineProperty(Element.prototype, "attachShadow",
    { value: noting.attachShadow, writable: true, configurable: true, enumerable: true });
})();
