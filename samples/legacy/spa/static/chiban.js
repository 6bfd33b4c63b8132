// The window 地番検索: find a town or type the place, and give it to the page that opened this.

import { get } from "./api.js";
import { h, show } from "./dom.js";

const at = (id) => document.getElementById(id);

function choose(name) {
  at("whole").value = name;
  at("whole").focus();
}

function complain(words) {
  at("problem").textContent = words;
  at("problem").hidden = false;
}

at("search").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const { towns } = await get("/towns", { name: at("town").value });
    show(at("found"), towns.length
      ? h("table", { class: "plain-table" },
        h("thead", {}, h("tr", {}, ["郵便番号", "町名", "選択"].map((name) => h("th", {}, name)))),
        h("tbody", {}, towns.map((town) => h("tr", {}, h("td", {}, town.postal), h("td", {}, town.name),
          h("td", {}, h("button", { class: "button ghost small", type: "button", onclick: () => choose(town.name) }, "選択"))))))
      : h("p", { class: "empty" }, "該当する町名はありません。"));
  } catch (error) {
    complain(error.message);
  }
});

at("decide").addEventListener("click", () => {
  const place = at("whole").value.trim();
  if (!place) { complain("所在地を入力してください。"); return; }
  if (!window.opener) { complain("入力画面から開いてください。"); return; }
  window.opener.postMessage({ kind: "chiban", field: new URLSearchParams(location.search).get("field"), place }, location.origin);
  window.close();
});
at("close").addEventListener("click", () => window.close());
