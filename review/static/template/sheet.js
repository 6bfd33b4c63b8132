// The paper with every place drawn over it: chosen, moved and resized by mouse or keys.

import { fresh, svg } from "./dom.js";
import { same } from "./model.js";

const STEP = 0.5; // mm a key
const FINE = 0.1;
const LEAST = 1; // mm: of a box drawn by hand
const GRIPS = [[0, 0], [0.5, 0], [1, 0], [0, 0.5], [1, 0.5], [0, 1], [0.5, 1], [1, 1]]; // of its box
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Sheet {
  #model;
  #desk;
  #picture;
  #shown = null;
  #drawing = false;
  #zoom = "fit";
  #wrong = () => false;
  onEnter = () => {};

  constructor(model, desk, picture) {
    this.#model = model;
    this.#desk = desk;
    this.#picture = picture;
    model.listen(() => this.draw());
    new ResizeObserver(() => this.#scale()).observe(desk);
  }

  set zoom(value) {
    this.#zoom = value;
    this.#scale();
    this.#reveal();
  }

  // Which spots are marked as wrong.
  set wrong(test) {
    this.#wrong = test;
    this.draw();
  }

  // The next box that the mouse draws becomes a field.
  startDrawing() {
    this.#drawing = true;
    this.#desk.classList.add("crossed");
  }

  addInMiddle() {
    const { width, height } = this.#model.size();
    const view = this.#desk.getBoundingClientRect();
    const at = this.#mm(view.left + view.width / 2, view.top + view.height / 2);
    const clamp = (value, most) => Math.max(0, Math.min(value, most));
    this.#model.add([clamp(at.x - 20, width - 40), clamp(at.y - 4, height - 8), 40, 8]);
    this.focus();
  }

  focus() {
    this.#shown?.querySelector(".spot.current")?.focus();
  }

  draw() {
    const { width, height } = this.#model.size();
    const had = this.#shown?.contains(document.activeElement);
    const spots = [...this.#model.spots()];
    const made = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `用紙の ${this.#model.page} ページ目` });
    made.append(svg("image", { href: this.#picture(this.#model.page), width, height, preserveAspectRatio: "none" }));
    made.append(...spots.filter((spot) => spot.row).map(ghost));
    made.append(...spots.filter((spot) => !spot.row).map((spot) => this.#spot(spot)));
    made.addEventListener("pointerdown", (event) => this.#onGround(event));
    const current = made.querySelector(".spot.current");
    if (current) made.append(current); // on top of its neighbours
    if (this.#shown) this.#shown.replaceWith(made);
    else this.#desk.append(made);
    this.#shown = made;
    this.#scale();
    if (had) this.focus();
    else this.#reveal();
  }

  #spot(spot) {
    const current = same(spot.at, this.#model.selection);
    const [x, y, w, h] = spot.box;
    const group = svg("g", {
      class: `spot type-${spot.field.type}${current ? " current" : ""}${this.#wrong(spot.at) ? " wrong" : ""}`,
      id: current ? "current-spot" : fresh("spot"),
      tabindex: current ? "0" : "-1",
      role: "button",
      "aria-label": `${spot.field.label || "名前のない項目"}${spot.words ? ` ${spot.words}` : ""}の枠`,
      "aria-pressed": String(current),
    });
    group.append(svg("rect", { class: "box", x, y, width: w, height: h }), ...combs(spot));
    if (current) group.append(...GRIPS.map(([gx, gy]) => this.#grip(spot, gx, gy)));
    group.addEventListener("pointerdown", (event) => this.#drag(event, spot, null));
    group.addEventListener("keydown", (event) => this.#onKey(event));
    return group;
  }

  #grip(spot, gx, gy) {
    const [x, y, w, h] = spot.box;
    const grip = svg("rect", { class: "grip", x: x + gx * w - 0.8, y: y + gy * h - 0.8, width: 1.6, height: 1.6 });
    grip.addEventListener("pointerdown", (event) => this.#drag(event, spot, [gx, gy]));
    return grip;
  }

  #onKey(event) {
    const arrow = ARROWS[event.key];
    if (arrow && !event.altKey) {
      const step = event.ctrlKey ? FINE : STEP;
      const [dx, dy] = arrow.map((each) => each * step);
      if (event.shiftKey) this.#model.stretch(dx, dy, "stretch");
      else this.#model.move(dx, dy, "move");
    } else if (event.key === "Delete" || event.key === "Backspace") this.#model.remove();
    else if (event.key === "[" || event.key === "]") this.#go(event.key === "]" ? 1 : -1);
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    this.focus();
    if (event.key === "Enter") this.onEnter();
  }

  #go(by) {
    const spots = [...this.#model.spots()].filter((spot) => !spot.row);
    const now = spots.findIndex((spot) => same(spot.at, this.#model.selection));
    const next = spots[(now + by + spots.length) % spots.length];
    if (next) this.#model.select(next.at);
  }

  // Moves the box, or the sides that the grip holds.
  #drag(event, spot, grip) {
    if (event.button !== 0 || this.#drawing) return;
    event.preventDefault();
    event.stopPropagation();
    if (!same(spot.at, this.#model.selection)) this.#model.select(spot.at);
    this.focus();
    const from = this.#mm(event.clientX, event.clientY);
    const kind = `drag ${event.timeStamp}`;
    this.#follow((to) => {
      const box = dragged(spot.box, grip, to.x - from.x, to.y - from.y);
      this.#model.setBox(spot.at, box, kind);
    });
  }

  #onGround(event) {
    if (event.button !== 0) return;
    if (!this.#drawing) {
      this.#model.select(null);
      return;
    }
    event.preventDefault();
    const from = this.#mm(event.clientX, event.clientY);
    const rubber = svg("rect", { class: "rubber" });
    this.#shown.append(rubber);
    let box = null;
    this.#follow(
      (to) => {
        const [x, y] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
        box = [x, y, Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
        for (const [n, name] of ["x", "y", "width", "height"].entries()) rubber.setAttribute(name, box[n]);
      },
      () => {
        rubber.remove();
        this.#drawing = false;
        this.#desk.classList.remove("crossed");
        if (box && box[2] >= LEAST && box[3] >= LEAST) this.#model.add(box);
        this.onEnter();
      },
    );
  }

  #follow(move, end = () => {}) {
    const moved = (event) => move(this.#mm(event.clientX, event.clientY));
    const ended = () => {
      document.removeEventListener("pointermove", moved);
      end();
    };
    document.addEventListener("pointermove", moved);
    document.addEventListener("pointerup", ended, { once: true });
  }

  #mm(x, y) {
    return new DOMPoint(x, y).matrixTransform(this.#shown.getScreenCTM().inverse());
  }

  #scale() {
    if (!this.#shown) return;
    const { width, height } = this.#model.size();
    const room = this.#desk.clientWidth - 24;
    const wide = this.#zoom === "fit" ? room : (Number(this.#zoom) * width * 96) / 25.4;
    this.#shown.style.width = `${wide}px`;
    this.#shown.style.height = `${(wide * height) / width}px`;
  }

  #reveal() {
    this.#shown?.querySelector(".spot.current")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
}

function ghost(spot) {
  const [x, y, width, height] = spot.box;
  return svg("rect", { class: "ghost", x, y, width, height, "aria-hidden": "true" });
}

function combs({ box: [x, y, w, h], field, at }) {
  if (at.part[0] !== "box" || !(field.cells > 1)) return [];
  const step = w / field.cells;
  return Array.from({ length: field.cells - 1 }, (_, n) =>
    svg("line", { class: "comb", x1: x + (n + 1) * step, x2: x + (n + 1) * step, y1: y, y2: y + h }),
  );
}

function dragged([x, y, w, h], grip, dx, dy) {
  if (!grip) return [x + dx, y + dy, w, h];
  const sides = { left: x, top: y, right: x + w, bottom: y + h };
  if (grip[0] === 0) sides.left = Math.min(x + dx, sides.right - LEAST);
  if (grip[0] === 1) sides.right = Math.max(x + w + dx, x + LEAST);
  if (grip[1] === 0) sides.top = Math.min(y + dy, sides.bottom - LEAST);
  if (grip[1] === 1) sides.bottom = Math.max(y + h + dy, y + LEAST);
  return [sides.left, sides.top, sides.right - sides.left, sides.bottom - sides.top];
}
