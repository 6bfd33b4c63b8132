// What lies over the page: toasts, banners, the spinner, confirmation, the drawer.

import { h, layers, show } from "./dom.js";
import { say } from "./state.js";

const TOAST_MS = 4000;

export function toast(words) {
  const shown = h("div", { class: "toast" }, words);
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), TOAST_MS);
}

// kind: "refusal" (what was typed) or "trouble" (the system).
export function banner(place, kind, words, lines = []) {
  clearBanner(place);
  const list = lines.length ? h("ul", {}, lines.map((line) => h("li", {}, line))) : null;
  place.prepend(h("div", { class: `banner ${kind}`, role: "alert" }, h("strong", {}, words), list));
  place.scrollIntoView({ block: "start" });
}

export function clearBanner(place) {
  place.querySelectorAll(":scope > .banner").forEach((old) => old.remove());
}

export async function spinning(words, work) {
  const spinner = h("div", { class: "overlay" },
    h("div", { class: "spinner-box", role: "progressbar", "aria-label": words },
      h("div", { class: "spinner" }), h("span", {}, words)));
  layers().append(spinner);
  try {
    return await work();
  } finally {
    spinner.remove();
  }
}

export function pairs(shown) {
  const groups = [];
  for (const each of shown) {
    const last = groups[groups.length - 1];
    if (last && last.group === each.group) last.items.push(each);
    else groups.push({ group: each.group, items: [each] });
  }
  return groups.map(({ group, items }) => [
    group ? h("h3", { class: "group-title" }, group) : null,
    h("dl", { class: "pairs" }, items.map(({ label, text }) =>
      h("div", {}, h("dt", {}, label), h("dd", {}, text)))),
  ]);
}

// The confirmation before registration. `save` is done while it stays open; true closes it.
export function confirmation(shown, save, guarded) {
  const close = () => veil.remove();
  const decide = h("button", { class: "button primary", type: "button" }, say("登録する"));
  decide.addEventListener("click", async () => {
    if (guarded) decide.disabled = true;
    if (await save()) close();
    else decide.disabled = false;
  });
  const place = h("div", { class: "modal-body" },
    h("p", { class: "lead" }, "以下の内容で登録します。よろしいですか。"), pairs(shown));
  const veil = h("div", { class: "veil" },
    h("div", { class: "modal", role: "dialog", "aria-modal": "true", "aria-labelledby": "confirm-title" },
      h("header", {}, h("h2", { id: "confirm-title" }, "登録内容の確認")), place,
      h("footer", {},
        h("button", { class: "button ghost", type: "button", onclick: close }, say("修正する")), decide)));
  layers().append(veil);
  decide.focus();
  return { place, close };
}

export function question(words, yes) {
  return new Promise((decided) => {
    const end = (answer) => { veil.remove(); decided(answer); };
    const veil = h("div", { class: "veil" },
      h("div", { class: "modal small", role: "alertdialog", "aria-modal": "true", "aria-label": "確認" },
        h("div", { class: "modal-body" }, h("p", {}, words)),
        h("footer", {},
          h("button", { class: "button ghost", type: "button", onclick: () => end(false) }, "戻る"),
          h("button", { class: "button danger", type: "button", onclick: () => end(true) }, yes))));
    layers().append(veil);
  });
}

export function drawer(said) {
  const close = () => veil.remove();
  const veil = h("div", { class: "veil side" },
    h("aside", { class: "drawer", role: "dialog", "aria-modal": "true", "aria-label": "申請の詳細" },
      h("header", {}, h("h2", {}, "申請の詳細"),
        h("button", { class: "icon-button", type: "button", "aria-label": "閉じる", onclick: close }, "×")),
      h("div", { class: "drawer-body" }, pairs([
        { label: "受付番号", text: said.number, group: "" },
        { label: "登録日時", text: said.when, group: "" },
        { label: "登録者", text: said.staff, group: "" },
        ...said.shown,
      ]))));
  layers().append(veil);
}

export function closeAll() {
  show(layers());
}
