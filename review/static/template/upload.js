// A file to the server as it is, by choosing or by dropping it.

import { Problem } from "../api.js";

const token = document.querySelector('meta[name="csrf-token"]').content;

export async function send(url, file) {
  const answer = await fetch(url, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/octet-stream",
      "X-CSRF-Token": token,
      "X-File-Name": encodeURIComponent(file.name),
    },
    body: file,
  }).catch(() => null);
  if (!answer) throw new Problem("サーバーにつながりません。", "少し待って、もう一度試してください。");
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const words = answer.status === 413 ? "ファイルが大きすぎます（40 MB まで）。" : "受け付けられませんでした。";
    throw new Problem(data.message ?? words, data.advice ?? "");
  }
  return data;
}
