// 様式の一覧: a blank goes in, the editor opens.

import { watch } from "../zone.js";
import { send } from "./upload.js";

const zone = document.getElementById("drop");
const status = document.getElementById("status");

watch(zone, document.getElementById("blank"), async (file) => {
  status.textContent = "項目を探しています…（10 秒ほどかかります）";
  zone.inert = true;
  try {
    const { next } = await send(zone.dataset.upload, file);
    location.assign(next);
  } catch (problem) {
    status.textContent = problem.words ?? String(problem);
    zone.inert = false;
  }
});
