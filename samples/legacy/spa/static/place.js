// The window 地番検索, opened from a field and answered by a message.

import { toast } from "./dialogs.js";

const BLOCKED = "ポップアップがブロックされました。ブラウザの設定を確認してください。";
const SIZE = "width=720,height=620";

let waiting = null;

export function pickPlace(spec, fields) {
  const opened = fields.hooks.isBlocked && fields.hooks.isBlocked() ? null : window.open(`/chiban?field=${spec.id}`, "chiban", SIZE);
  if (!opened) {
    toast(BLOCKED);
    fields.note(spec.id, BLOCKED);
    return;
  }
  waiting = fields;
}

window.addEventListener("message", (event) => {
  const said = event.data;
  if (event.origin !== location.origin || !said || said.kind !== "chiban" || !waiting) return;
  if (waiting.specs.has(said.field)) waiting.set(said.field, said.place);
  waiting = null;
});
