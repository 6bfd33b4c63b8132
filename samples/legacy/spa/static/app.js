// The shell: login, navigation, and which view is open.

import { get, post } from "./api.js";
import { banner, closeAll } from "./dialogs.js";
import { h, root, show } from "./dom.js";
import { formView } from "./form.js";
import { listView } from "./list.js";
import { learn, say, state } from "./state.js";

async function start() {
  try {
    learn(await get("/session"));
  } catch (error) {
    show(root(), h("main", { class: "notice", role: "alert" }, h("p", {}, error.message)));
    return;
  }
  if (state.staff) shell();
  else login("");
}

function login(message) {
  closeAll();
  const user = h("input", { id: "user", name: "user", type: "text", autocomplete: "username", placeholder: " " });
  const password = h("input", { id: "password", name: "password", type: "password",
    autocomplete: "current-password", placeholder: " " });
  const button = h("button", { class: "button primary wide", type: "submit" }, say("ログイン"));
  const problem = h("div", { class: "login-message", role: "alert" }, message);
  const send = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      learn(await post("/login", { user: user.value, password: password.value }));
      shell();
    } catch (error) {
      problem.textContent = error.message;
      button.disabled = false;
    }
  };
  show(root(), h("div", { class: "login" },
    h("form", { class: "login-card", onsubmit: send },
      h("div", { class: "brand" }, h("span", { class: "logo" }), "総合窓口クラウド"),
      h("p", { class: "lead" }, "写市　練習環境"), problem,
      h("div", { class: "floating" }, user, h("label", { for: "user" }, "職員番号")),
      h("div", { class: "floating" }, password, h("label", { for: "password" }, "パスワード")),
      button,
      h("p", { class: "help" }, "練習用です。実在の方の情報を入力しないでください。"))));
}

function shell() {
  const main = h("main", { id: "main" });
  const links = state.procedures.map((procedure) =>
    h("button", { class: "nav-item", type: "button", onclick: () => open(procedure.code) },
      h("span", { class: "nav-mark", "aria-hidden": "true" }, procedure.mark),
      procedure.title));
  const leave = async () => { await post("/logout").catch(() => null); login(""); };

  function open(code, view = listView) {
    const procedure = state.procedures.find((each) => each.code === code);
    links.forEach((link, index) => {
      if (state.procedures[index].code === code) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    closeAll();
    view(main, procedure, { open, fail, formView, listView });
  }

  // What to do with a refusal of the server that no view knows.
  function fail(error, place = main) {
    if (error.status === 401) { login(error.message); return; }
    const kind = error.status === 0 || error.status >= 500 ? "trouble" : "refusal";
    banner(place, kind, error.message, Object.values(error.fields));
  }

  show(root(),
    h("header", { class: "top" },
      h("div", { class: "brand" }, h("span", { class: "logo" }), "総合窓口クラウド"),
      h("div", { class: "top-right" },
        h("span", { class: "today" }, state.today),
        h("span", { class: "staff" }, `写市　職員 ${state.staff}`),
        h("button", { class: "button ghost small", type: "button", onclick: leave }, "ログアウト"))),
    h("div", { class: "body" },
      h("nav", { "aria-label": "業務メニュー" }, h("p", { class: "nav-title" }, "業務メニュー"), links),
      main));
  show(main, h("div", { class: "welcome" }, h("h1", {}, "ようこそ"),
    h("p", {}, "左のメニューから業務を選択してください。")));
}

start();
