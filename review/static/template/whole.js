// 様式: what the form is as a whole.

import { number, refill, row, tell, text } from "./controls.js";
import { h } from "./dom.js";

export class Whole {
  #model;
  #choices;
  #pane;
  #mistakes = [];
  onBlank = () => {};

  constructor(model, choices, pane) {
    this.#model = model;
    this.#choices = choices;
    this.#pane = pane;
    model.listen(() => {
      if (!pane.contains(document.activeElement)) this.draw();
    });
    this.draw();
  }

  // The paper itself was printed anew: its fields stay where they are, to be gone over.
  #blank() {
    const input = h("input", {
      type: "file", id: "new-blank", class: "unseen", "data-key": "new-blank",
      accept: ".pdf,.png,.jpg,.jpeg,.tif,.tiff,application/pdf,image/*",
      onchange: () => input.files[0] && this.onBlank(input.files[0]),
    });
    const label = h("label", { for: "new-blank", class: "choose" }, "用紙を差し替える");
    const hint = h("p", { class: "hint" }, "用紙の印刷が変わったとき。枠はそのまま残り、いまの用紙の見本は前の版に残ります。");
    return h("div", { class: "control blank" }, input, label, hint);
  }

  set mistakes(found) {
    this.#mistakes = found;
    tell(this.#pane, found);
  }

  draw() {
    const form = this.#model.declaration;
    const set = (key) => (value) => this.#model.change((all) => (all[key] = value ?? 0), `whole ${key}`);
    const input = (key, words, hint = "", more = {}) =>
      row(words, key, text(form[key], set(key), { "data-key": key, ...more }), { hint });
    refill(
      this.#pane,
      input("title", "様式の名前"),
      input("form", "id", "英小文字・数字・ハイフン。保存したあとは変えられません。"),
      input("version", "版", "用紙が変わったら新しい版にします（例: 2026-11）。"),
      input("department", "担当の部署", "この部署の人だけに書類が見えます。", { list: "departments" }),
      input("work_field", "分野", "効果の集計と補助金の報告で使う区分です。一覧から選んでください（ほかの言葉は「その他」に数えます）。", { list: "work-fields" }),
      input("law", "根拠の法令"),
      row("手続き", "procedure", text(form.procedure ?? "", set("procedure"), { "data-key": "procedure", list: "procedures" }), {
        hint: "「手続き」の一覧の番号（例: kaigo-8）。一覧にない紙なら空けます。",
      }),
      row("手入力の時間（秒）", "manual_seconds", number(form.manual_seconds, set("manual_seconds"), { min: 1, "data-key": "manual_seconds" }), {
        hint: "一件を手で打つのにかかる時間。効果の計算に使います。",
      }),
      row("保存期間", "retention", text(form.retention ?? "", set("retention"), { "data-key": "retention" }), {
        hint: "例: 5年（翌年度の4月1日から）、6か月、30日。空欄なら役所全体の設定に従います。",
      }),
      this.#blank(),
      list("departments", this.#choices.departments),
      list("work-fields", this.#choices.work_fields),
      h("datalist", { id: "procedures" }, Object.entries(this.#choices.procedures).map(([value, label]) => h("option", { value, label }))),
      h("p", { class: "message", "data-place": "" }),
      h("p", { class: "message", "data-place": "fields" }),
    );
    tell(this.#pane, this.#mistakes);
  }
}

function list(id, values) {
  return h("datalist", { id }, values.map((value) => h("option", { value })));
}
