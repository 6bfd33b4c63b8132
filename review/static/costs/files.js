// A file to the server as it is, by choosing it or by dropping it on its zone.

import { csrfToken, renewToken } from "../api.js";
import { watch } from "../zone.js";

const UNREACHED = "サーバーにつながりません。少し待って、もう一度試してください。";

// `headers(name)`: further headers; gone on to where the server says, unless it says something.
export function sending(url, headers) {
  const zone = document.getElementById("zone");
  const input = document.getElementById("file");
  const said = document.getElementById("said");
  if (!zone) return;
  let isBusy = false;

  async function send(file) {
    if (isBusy) return;
    isBusy = true;
    said.textContent = "送っています。";
    const answer = await sent(url, file, headers());
    isBusy = false;
    said.textContent = answer.words;
    if (answer.next && !answer.words) go(answer.next);
    else if (answer.next) said.after(link(answer.next));
  }

  watch(zone, input, send);
}

function go(next) {
  const [path] = next.split("#");
  if (path === window.location.pathname) window.location.reload();
  else window.location.assign(next);
}

function link(next) {
  document.getElementById("seen")?.remove();
  const made = document.createElement("button");
  made.id = "seen";
  made.type = "button";
  made.textContent = "分かりました";
  made.addEventListener("click", () => go(next));
  setTimeout(() => made.focus());
  return made;
}

async function sent(url, file, headers) {
  let answer = await once(url, file, headers);
  if ([401, 403].includes(answer?.status) && (await renewToken())) {
    answer = await once(url, file, headers);
  }
  if (!answer) return { words: UNREACHED };
  const data = await answer.json().catch(() => ({}));
  if (answer.ok) return { next: data.next, words: data.message ?? "" };
  const words = answer.status === 413 ? "ファイルが大きすぎます。" : "受け付けられませんでした。";
  return { words: `${data.message ?? words}${data.advice ?? ""}` };
}

function once(url, file, headers) {
  return fetch(url, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/octet-stream",
      "X-CSRF-Token": csrfToken(),
      "X-File-Name": encodeURIComponent(file.name.toWellFormed?.() ?? file.name),
      ...headers,
    },
    body: file,
  }).catch(() => null);
}
