// 試す: filled papers read with the form as it stands, and golden scans.

import { post } from "../api.js";
import { watch } from "../zone.js";
import { send } from "./upload.js";

export class Trying {
  #base;
  #bench;
  #keep;
  #places;

  constructor(bench, keep) {
    this.#bench = bench;
    this.#base = `/templates/bench/${bench}`;
    this.#keep = keep;
    const byId = (id) => document.getElementById(id);
    this.#places = {
      invented: byId("invented"), status: byId("try-status"), result: byId("try-result"),
      goldens: byId("goldens"), goldenStatus: byId("golden-status"), goldenResult: byId("golden-result"),
      zone: byId("try-drop"),
    };
    watch(this.#places.zone, byId("try"), (file) => this.#try(file));
    this.#places.goldens.addEventListener("click", (event) => this.#onGoldens(event.target));
  }

  async #try(file) {
    const { status, result, invented, zone } = this.#places;
    zone.inert = true;
    status.textContent = "読み取っています…（初めは 10 秒ほどかかります）";
    try {
      await this.#dropShown();
      await this.#keep.now();
      const use = invented.checked ? "&invented=true" : "";
      const { html } = await send(`/templates/upload?use=try&bench=${this.#bench}${use}`, file);
      result.innerHTML = html; // made and escaped by the server
      this.#wire();
      status.textContent = "読み取りました。";
    } catch (problem) {
      status.textContent = problem.words ?? String(problem);
    }
    zone.inert = false;
  }

  #wire() {
    const { result } = this.#places;
    result.querySelector("[data-drop-try]").addEventListener("click", () => this.#dropShown());
    for (const paper of result.querySelectorAll("form.paper"))
      paper.addEventListener("submit", (event) => {
        event.preventDefault();
        this.#keepGolden(paper);
      });
  }

  async #dropShown() {
    const { result, status } = this.#places;
    const shown = result.querySelector("[data-try]");
    result.replaceChildren();
    if (!shown) return;
    await post(`${this.#base}/tries/${shown.dataset.try}/drop`).catch(() => {}); // swept in an hour
    status.textContent = "試し読みを消しました。";
  }

  async #keepGolden(paper) {
    const { result, goldens, status } = this.#places;
    const shown = result.querySelector("[data-try]");
    const values = Object.fromEntries([...paper.querySelectorAll(".truth")].map((each) => [each.name, each.value]));
    try {
      const url = `${this.#base}/tries/${shown.dataset.try}/golden`;
      const { name, html } = await post(url, { paper: Number(paper.dataset.paper), values });
      goldens.innerHTML = html;
      result.replaceChildren();
      status.textContent = `見本「${name}」として残しました。`;
    } catch (problem) {
      paper.querySelector('[role="alert"]').textContent = problem.words ?? String(problem);
    }
  }

  async #onGoldens(target) {
    const { goldens, goldenStatus, goldenResult } = this.#places;
    const name = target.dataset?.dropGolden;
    try {
      if (name) {
        const { html } = await post(`${this.#base}/golden/${encodeURIComponent(name)}/drop`);
        goldens.innerHTML = html;
        goldenStatus.textContent = `見本「${name}」を外しました。`;
      } else if (target.id === "examine") {
        goldenStatus.textContent = "見本を読み直しています…";
        target.disabled = true;
        await this.#keep.now();
        const { html } = await post(`${this.#base}/examine`);
        goldenResult.innerHTML = html;
        goldenStatus.textContent = "読み直しました。";
      }
    } catch (problem) {
      goldenStatus.textContent = problem.words ?? String(problem);
    }
    target.disabled = false;
  }
}
