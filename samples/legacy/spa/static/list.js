// 申請一覧: the search panel, the grid, the details.

import { get } from "./api.js";
import { clearBanner, drawer } from "./dialogs.js";
import { h, show } from "./dom.js";
import { Fields } from "./fields.js";
import { grid } from "./grid.js";
import { say } from "./state.js";

export function listView(main, procedure, app) {
  const path = `/procedures/${procedure.code}/applications`;
  const number = { id: "number", label: "受付番号", look: "text", naming: "for", required: false, length: 20, help: "", options: [] };
  const fields = new Fields([number, ...procedure.search]);
  const results = h("section", { class: "results", "aria-label": "検索結果" });
  const find = async (event) => {
    if (event) event.preventDefault();
    clearBanner(main);
    show(results, h("div", { class: "loading" }, "検索しています…"));
    try {
      await list(fields.values());
    } catch (error) {
      show(results);
      app.fail(error);
    }
  };

  async function list(query) {
    const fetched = (page) => get(path, { ...query, page });
    const first = await fetched(1);
    if (!first.total) {
      show(results, h("div", { class: "empty" }, "該当する申請はありません。"));
      return;
    }
    show(results, h("p", { class: "count" }, "検索結果 ", h("strong", {}, String(first.total)), " 件"),
      grid(procedure.columns, first, fetched, details, app.fail));
  }

  async function details(id) {
    clearBanner(main);
    try {
      drawer(await get(`${path}/${id}`));
    } catch (error) {
      app.fail(error);
    }
  }

  show(main,
    h("div", { class: "page-head" }, h("h1", {}, procedure.title),
      h("button", { class: "button primary", type: "button",
        onclick: () => app.open(procedure.code, app.formView) }, say("新規受付"))),
    h("form", { class: "card search", onsubmit: find },
      h("h2", {}, "申請を探す"), h("div", { class: "search-fields" }, fields.elements()),
      h("div", { class: "actions" },
        h("button", { class: "button ghost", type: "button",
          onclick: () => listView(main, procedure, app) }, "条件をクリア"),
        h("button", { class: "button secondary", type: "submit" }, say("検索")))),
    results);
}
