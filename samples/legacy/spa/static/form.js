// 新規受付: one page of sections, a late block, the confirmation, the receipt.

import { get, post } from "./api.js";
import { clearBanner, confirmation, question, spinning, toast } from "./dialogs.js";
import { h, show } from "./dom.js";
import { Fields } from "./fields.js";
import { say } from "./state.js";

const DISCARD = "入力中の内容は保存されません。よろしいですか。";
const POSTAL = /^\d{3}-\d{4}$/;

export async function formView(main, procedure, app) {
  const path = `/procedures/${procedure.code}`;
  show(main, h("div", { class: "loading" }, "読み込んでいます…"));
  let layout;
  try {
    layout = await get(`${path}/form`);
  } catch (error) {
    show(main);
    app.fail(error);
    return;
  }
  const lateIds = [];
  const late = h("div", { class: "late" });
  const fields = new Fields(layout.sections.flatMap((section) => section.fields), {
    changed: (id, value) => {
      if (id === layout.trigger) loadLate(value);
      if (fields.specs.get(id).fills && POSTAL.test(value)) fillTown(fields.specs.get(id).fills, value);
    },
    isBlocked: () => layout.popup_blocked,
  });

  async function loadLate(value) {
    fields.remove(lateIds.splice(0));
    show(late, value ? h("div", { class: "loading small" }, "項目を読み込んでいます…") : null);
    if (!value) return;
    try {
      const found = (await get(`${path}/late`, { value })).fields;
      fields.add(found);
      lateIds.push(...found.map((each) => each.id));
      show(late, fields.elements(lateIds));
    } catch (error) {
      show(late);
      app.fail(error);
    }
  }

  async function fillTown(target, code) {
    fields.note(target, "住所を検索しています…");
    try {
      const { address } = await get("/postal", { code: code.replace("-", "") });
      if (address) fields.set(target, address);
      fields.note(target, address ? "" : "該当する住所がありません。住所を入力してください。");
    } catch (error) {
      fields.note(target, "");
      app.fail(error);
    }
  }

  async function check() {
    clearBanner(main);
    try {
      const said = await spinning("確認しています…", () => post(`${path}/check`, { values: fields.values() }));
      fields.complain({});
      const asked = confirmation(said.shown, () => save(said.token, asked), said.guarded);
    } catch (error) {
      fields.complain(error.fields);
      app.fail(error);
    }
  }

  async function save(token, asked) {
    clearBanner(asked.place);
    try {
      const body = { values: fields.values(), token };
      const { number } = await spinning("登録しています…", () => post(`${path}/applications`, body));
      toast("登録しました。");
      done(number);
      return true;
    } catch (error) {
      if (error.status !== 401) fields.complain(error.fields);
      app.fail(error, asked.place);
      return false;
    }
  }

  function done(number) {
    show(main, h("div", { class: "card done" },
      h("div", { class: "done-mark", "aria-hidden": "true" }, "✓"),
      h("h1", {}, "受付が完了しました"),
      h("dl", { class: "receipt" }, h("div", {}, h("dt", {}, "受付番号"), h("dd", {}, number))),
      h("div", { class: "actions" },
        h("button", { class: "button ghost", type: "button", onclick: () => app.open(procedure.code) }, "申請一覧へ"),
        h("button", { class: "button primary", type: "button", onclick: () => app.open(procedure.code, formView) }, "続けて受け付ける"))));
  }

  async function leave() {
    if (!fields.isDirty() || await question(DISCARD, "破棄する")) app.open(procedure.code);
  }

  show(main,
    h("div", { class: "page-head" }, h("h1", {}, `${layout.title}　新規受付`)),
    h("form", { class: "entry", autocomplete: "off", onsubmit: (event) => event.preventDefault() },
      layout.sections.map((section) => h("section", { class: "card" }, h("h2", {}, section.title),
        h("div", { class: "fields" }, grouped(section, fields, late)))),
      h("div", { class: "bar" },
        h("button", { class: "button ghost", type: "button", onclick: leave }, "キャンセル"),
        h("button", { class: "button primary", type: "button", onclick: check }, say("内容を確認する")))));
}

// Fields under the titles of their groups, and the place of the late block among them.
function grouped(section, fields, late) {
  let group = "";
  const drawn = section.fields.map((spec) => {
    const title = spec.group && spec.group !== group ? h("h3", { class: "group-title" }, spec.group) : null;
    group = spec.group;
    return [title, fields.draw(spec.id), section.late === spec.id ? late : null];
  });
  return section.late === "" ? [late, ...drawn] : drawn;
}
