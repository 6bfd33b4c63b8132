// 受付: files in, the list kept up to date.

import { List } from "./list.js";
import { Sending } from "./sending.js";

const list = new List(document.getElementById("list"), document.getElementById("live"));
const zone = document.getElementById("drop");

if (zone) {
  const sending = new Sending(zone, document.getElementById("sending"), () => list.refresh());
  const files = document.getElementById("files");
  files.addEventListener("change", () => {
    sending.add([...files.files]);
    files.value = ""; // the same file may be chosen again
  });
  watchDrops(sending);
}

// A file that misses the zone must not open in place of the page.
function watchDrops(sending) {
  let depth = 0;
  const over = (by) => {
    depth = Math.max(0, depth + by);
    zone.classList.toggle("over", depth > 0);
  };
  document.addEventListener("dragenter", () => over(1));
  document.addEventListener("dragleave", () => over(-1));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    over(-depth);
    sending.add(dropped(event.dataTransfer));
  });
}

function dropped(transfer) {
  const items = [...transfer.items].filter((item) => item.kind === "file");
  return items.map(asFile);
}

function asFile(item) {
  const entry = item.webkitGetAsEntry?.();
  const file = item.getAsFile() ?? new File([], entry?.name ?? "名前のないファイル");
  file.isFolder = entry?.isDirectory ?? false;
  return file;
}
