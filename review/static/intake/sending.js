// Files on their way to the server, one after another. What fails stays in the list with what to
// do; what a lost connection stopped is sent again by itself, under the same key, so that it is
// never taken twice.

import { csrfToken, renewToken } from "/static/api.js";

const UNREACHED = "サーバーにつながりません。";
const AGAIN = 3_000; // ms
const REFUSED = new Set([413, 422]); // the file itself: sending it again changes nothing
const KEPT = 20; // lines of files that are in

export class Sending {
  #zone;
  #place;
  #onTaken;
  #sum = document.getElementById("sum");
  #waiting = [];
  #isBusy = false;
  #counts = { taken: 0, failed: 0 };

  constructor(zone, place, onTaken) {
    this.#zone = zone;
    this.#place = place;
    this.#onTaken = onTaken;
    window.addEventListener("beforeunload", (event) => {
      if (this.#isBusy || this.#waiting.length) event.preventDefault();
    });
  }

  add(files) {
    const department = document.getElementById("department").value;
    for (const file of files) {
      const one = new One(file, department, this.#place);
      one.onRetry = () => this.#enqueue(one);
      const problem = this.#problem(file);
      if (!problem) {
        this.#enqueue(one);
        continue;
      }
      one.fail(problem, false);
      this.#count("failed");
    }
  }

  #count(kind) {
    if (kind) this.#counts[kind] += 1;
    const { taken, failed } = this.#counts;
    const left = this.#waiting.length;
    const parts = [`${taken} 件が入りました`];
    if (failed) parts.push(`${failed} 件は入りませんでした`);
    if (left) parts.push(`残り ${left} 件`);
    this.#sum.textContent = `${parts.join("、")}。`;
  }

  #problem(file) {
    const { most, megabytes } = this.#zone.dataset;
    if (file.isFolder) return "フォルダは入れられません。中のファイルを選んでください。";
    if (file.size === 0) return "空のファイルです (0 バイト)。原本をスキャンし直してください。";
    if (file.size > Number(most)) {
      return `大きすぎます (${megabytes} MB まで)。申請ごとのファイルに分けてください。`;
    }
    return "";
  }

  #enqueue(one) {
    one.wait();
    this.#waiting.push(one);
    this.#work();
  }

  async #work() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#waiting.length) {
      const one = this.#waiting.shift();
      if (!one.isCancelled) await one.send();
      if (one.isTaken) this.#onTaken();
      if (!one.isCancelled) this.#count(one.isTaken ? "taken" : "failed");
      this.#tidy();
    }
    this.#isBusy = false;
  }

  #tidy() {
    const done = this.#place.querySelectorAll("li.done");
    for (const line of [...done].slice(0, Math.max(0, done.length - KEPT))) line.remove();
  }
}

class One {
  isTaken = false;
  isCancelled = false;
  onRetry = () => {};
  #file;
  #department;
  #place;
  #key = crypto.getRandomValues(new Uint8Array(16)).reduce((text, byte) => text + byte.toString(16).padStart(2, "0"), "");
  #line = document.createElement("li");
  #bar = document.createElement("progress");
  #said = document.createElement("p");
  #buttons = document.createElement("div");
  #request = null;

  constructor(file, department, place) {
    this.#file = file;
    this.#department = department;
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = file.name;
    this.#bar.max = 1;
    this.#bar.value = 0;
    this.#bar.setAttribute("aria-label", `${file.name} を送った割合`);
    this.#said.className = "said";
    this.#buttons.className = "buttons";
    this.#line.append(name, this.#bar, this.#said, this.#buttons);
    this.#place = place;
    place.append(this.#line);
  }

  wait() {
    this.#become("", "順番を待っています。", [["やめる", () => this.#cancel()]]);
  }

  fail(words, canRetry = true) {
    const again = canRetry ? [["もう一度", () => this.onRetry()]] : [];
    this.#become("failed", words, [...again, ["消す", () => this.#cancel()]]);
    this.#bar.hidden = true;
    this.#place.prepend(this.#line); // what asks for a person stands first
  }

  async send() {
    let answer = null;
    while (!this.isCancelled && !(answer = await this.#sent())) await this.#pause();
    if ([401, 403].includes(answer?.status) && (await renewToken())) answer = await this.#sent();
    if (this.isCancelled) return;
    if (answer?.status !== 200) {
      this.fail(answer?.words ?? UNREACHED, !REFUSED.has(answer?.status));
      return;
    }
    this.isTaken = true;
    this.#bar.hidden = true;
    this.#become("done", `受付番号 ${answer.data.document}　${answer.data.message}`, []);
  }

  async #pause() {
    const words = `${UNREACHED}つながりしだい、自動で送り直します。`;
    this.#become("failed", words, [["やめる", () => this.#cancel()]]);
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }

  // The answer, or null where there was none. XHR, because fetch tells nothing of its progress.
  #sent() {
    this.#bar.hidden = false;
    this.#become("", "送っています。", [["やめる", () => this.#cancel()]]);
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      this.#request = request;
      request.upload.addEventListener("progress", (event) => {
        this.#bar.value = event.loaded / Math.max(1, event.total);
      });
      request.addEventListener("load", () => resolve(read(request)));
      request.addEventListener("error", () => resolve(null));
      request.addEventListener("abort", () => resolve(null));
      request.open("POST", "/intake/files");
      for (const [name, value] of this.#headers()) request.setRequestHeader(name, value);
      request.send(this.#file);
    });
  }

  #headers() {
    return [
      ["Accept", "application/json"],
      ["Content-Type", "application/octet-stream"],
      ["X-CSRF-Token", csrfToken()],
      ["X-File-Name", encodeURIComponent(this.#file.name.toWellFormed?.() ?? this.#file.name)],
      ["X-Upload-Key", this.#key],
      ["X-Department", encodeURIComponent(this.#department)],
    ];
  }

  #cancel() {
    this.isCancelled = true;
    this.#request?.abort();
    this.#line.remove();
  }

  #become(kind, words, buttons) {
    this.#line.className = kind;
    if (this.#said.textContent !== words) this.#said.textContent = words;
    this.#buttons.replaceChildren(...buttons.map(([title, act]) => button(title, act, this.#file.name)));
  }
}

function button(title, act, name) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = title;
  made.setAttribute("aria-label", `${title}（${name}）`);
  made.addEventListener("click", act);
  return made;
}

function read(request) {
  let data = {};
  try {
    data = JSON.parse(request.responseText);
  } catch {
    data = { message: request.responseText.slice(0, 200) };
  }
  const words = `${data.message ?? "サーバーが受け付けませんでした。"}${data.advice ?? ""}`;
  return { status: request.status, data, words };
}
