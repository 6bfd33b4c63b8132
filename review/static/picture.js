// The paper at the left: zoomed to one box (fractions of the page) with its surroundings, or whole.

const FILL = { x: 0.72, y: 0.3 }; // the box takes at most this share of the pane
const LARGEST = 1; // screen pixels for one pixel of the scan
const RAISED = 0.42; // the box stands a little above the middle

export class Picture {
  #pane;
  #sheets;
  #now;
  #isWhole = false;

  constructor(pane) {
    this.#pane = pane;
    this.#sheets = new Map([...pane.querySelectorAll(".sheet")].map((s) => [s.dataset.page, s]));
    this.#now = { page: [...this.#sheets.keys()][0], box: null }; // whole, until a field is in hand
    new ResizeObserver(() => this.#draw()).observe(pane);
  }

  get isWhole() {
    return this.#isWhole;
  }

  show(page, box, caption) {
    this.#now = { page, box };
    this.#pane.querySelector(".caption").textContent = caption;
    this.#draw();
  }

  toggleWhole() {
    this.#isWhole = !this.#isWhole;
    this.#draw();
  }

  // Lay a picture that was asked for over its place.
  lay(url, field, box, margin) {
    const sheet = this.#sheets.get(this.#now.page);
    if (!sheet) return;
    const over = document.createElement("img");
    over.className = "shown";
    over.alt = "表示した部分";
    over.dataset.field = field;
    over.src = url;
    place(over, grown(box, margin));
    sheet.append(over);
  }

  lift(field) {
    for (const over of this.#pane.querySelectorAll(`.shown[data-field="${field}"]`)) over.remove();
  }

  #draw() {
    const { page, box } = this.#now;
    for (const [number, sheet] of this.#sheets) sheet.hidden = number !== page;
    const sheet = this.#sheets.get(page);
    this.#pane.querySelector(".no-page").hidden = sheet !== undefined;
    if (!sheet) return;
    const frame = sheet.querySelector(".frame");
    frame.hidden = !box;
    if (box) place(frame, box);
    const pane = { w: this.#pane.clientWidth, h: this.#pane.clientHeight };
    const { w, h, left, top } = this.#isWhole || !box ? whole(sheet, pane) : zoomed(sheet, box, pane);
    Object.assign(sheet.style, {
      width: `${w}px`,
      height: `${h}px`,
      transform: `translate(${left}px, ${top}px)`,
    });
  }
}

function natural(sheet) {
  return { w: Number(sheet.dataset.width), h: Number(sheet.dataset.height) };
}

function whole(sheet, pane) {
  const paper = natural(sheet);
  const scale = Math.min(pane.w / paper.w, pane.h / paper.h);
  return settled(paper, scale, pane, { x: 0, y: 0, w: 1, h: 1 });
}

function zoomed(sheet, box, pane) {
  const paper = natural(sheet);
  const fits = Math.min(
    (FILL.x * pane.w) / (box.w * paper.w),
    (FILL.y * pane.h) / (box.h * paper.h),
    LARGEST,
  );
  return settled(paper, Math.max(fits, pane.w / paper.w), pane, box);
}

function settled(paper, scale, pane, box) {
  const w = paper.w * scale;
  const h = paper.h * scale;
  const left = kept(pane.w / 2 - (box.x + box.w / 2) * w, pane.w, w);
  const top = kept(pane.h * RAISED - (box.y + box.h / 2) * h, pane.h, h);
  return { w, h, left, top };
}

// No empty band beside a paper that is larger than the pane; a smaller one stands in the middle.
function kept(start, pane, paper) {
  return paper <= pane ? (pane - paper) / 2 : Math.min(0, Math.max(pane - paper, start));
}

function grown(box, margin) {
  const left = Math.max(0, box.x - margin);
  const top = Math.max(0, box.y - margin);
  return {
    x: left,
    y: top,
    w: Math.min(1, box.x + box.w + margin) - left,
    h: Math.min(1, box.y + box.h + margin) - top,
  };
}

function place(element, box) {
  Object.assign(element.style, {
    left: `${box.x * 100}%`,
    top: `${box.y * 100}%`,
    width: `${box.w * 100}%`,
    height: `${box.h * 100}%`,
  });
}
