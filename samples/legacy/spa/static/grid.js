// A virtual table: a long list of which only the rows in sight are in the document.

import { h } from "./dom.js";
import { say } from "./state.js";

const ROW_PX = 42;
const SIGHT_PX = 504;
const SPARE = 4;

export function grid(columns, first, fetched, open, fail) {
  const pieces = new Map([[0, first.rows]]);
  const asked = new Set([0]);
  const body = h("div", { class: "grid-space", role: "rowgroup", style: `height:${first.total * ROW_PX}px` });
  const box = h("div", { class: "grid-scroll", tabindex: "0", style: `height:${Math.min(SIGHT_PX, first.total * ROW_PX + 2)}px` }, body);

  async function fetchPiece(piece) {
    if (asked.has(piece)) return;
    asked.add(piece);
    try {
      pieces.set(piece, (await fetched(piece + 1)).rows);
      draw();
    } catch (error) {
      asked.delete(piece);
      fail(error);
    }
  }

  function row(index) {
    const known = (pieces.get(Math.floor(index / first.size)) || [])[index % first.size];
    const place = { class: "grid-row", role: "row", "aria-rowindex": index + 2, style: `top:${index * ROW_PX}px` };
    if (!known) {
      fetchPiece(Math.floor(index / first.size));
      return h("div", { ...place, "aria-busy": "true" }, h("div", { class: "bone" }));
    }
    return h("div", place,
      known.cells.map((text) => h("div", { role: "gridcell" }, text)),
      h("div", { role: "gridcell" }, h("button", { class: "button ghost small", type: "button",
        onclick: () => open(known.id) }, say("詳細"))));
  }

  function draw() {
    const top = Math.max(0, Math.floor(box.scrollTop / ROW_PX) - SPARE);
    const end = Math.min(first.total, Math.ceil((box.scrollTop + SIGHT_PX) / ROW_PX) + SPARE);
    body.replaceChildren(...Array.from({ length: end - top }, (_, each) => row(top + each)));
  }

  box.addEventListener("scroll", () => requestAnimationFrame(draw));
  draw();
  return h("div", { class: "grid", role: "grid", "aria-rowcount": first.total + 1, "aria-label": "申請一覧",
    style: `--columns:${columns.length}` },
    h("div", { class: "grid-row grid-head", role: "row", "aria-rowindex": 1 },
      columns.map((name) => h("div", { role: "columnheader" }, name)),
      h("div", { role: "columnheader" }, "操作")),
    box);
}
