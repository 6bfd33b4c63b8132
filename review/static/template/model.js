// The form as it is being drawn up: what stands in form.yaml, what is in hand, undo and redo.
// Places are in millimetres from the top left corner of the page: [x, y, width, height].

const GRAIN = 0.1; // mm: what a place is rounded to
const TOGETHER = 1_500; // ms: changes of one kind within it are undone together
const MOST_ROWS = 200; // as the server allows
const PARTS = ["year", "month", "day"];

export class Model {
  #declaration;
  #past = [];
  #future = [];
  #last = { kind: "", at: 0 };
  #listeners = [];
  selection = null; // { entry, sub (in rows, else null), part: ["box"] | ["options", 0] | ["year"] }
  page = 1;

  constructor(declaration) {
    this.#declaration = declaration;
    if (this.entries.length) this.selection = this.#first(0);
  }

  get declaration() {
    return this.#declaration;
  }

  get entries() {
    return (this.#declaration.fields ??= []);
  }

  get rules() {
    return this.#declaration.rules ?? [];
  }

  get pages() {
    return this.#declaration.pages ?? [{}];
  }

  size(page = this.page) {
    const { width = 210, height = 297 } = this.pages[page - 1] ?? {};
    return { width, height };
  }

  listen(act) {
    this.#listeners.push(act);
  }

  // `change` gets the declaration; a `kind` joins with the change of that kind just before.
  change(change, kind = "") {
    const now = Date.now();
    const joins = kind && kind === this.#last.kind && now - this.#last.at < TOGETHER;
    if (!joins) this.#past.push(JSON.stringify(this.#declaration));
    this.#last = { kind, at: now };
    this.#future = [];
    change(this.#declaration);
    this.#tell("changed");
  }

  undo() {
    this.#step(this.#past, this.#future);
  }

  redo() {
    this.#step(this.#future, this.#past);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  #step(from, to) {
    if (!from.length) return;
    to.push(JSON.stringify(this.#declaration));
    this.#declaration = JSON.parse(from.pop());
    this.#last = { kind: "", at: 0 };
    if (!this.fieldAt(this.selection)) this.selection = null;
    else if (!this.boxAt(this.selection)) this.selection.part = firstPart(this.field);
    this.#tell("changed");
  }

  select(selection) {
    this.selection = selection;
    const field = this.field;
    if (field) this.page = field.page ?? 1;
    this.#tell("selected");
  }

  // Another part of the field in hand, whose settings stay as they are shown.
  hold(part) {
    this.selection = { ...this.selection, part };
    this.#tell("held");
  }

  selectEntry(entry, sub = null) {
    this.select(this.#first(entry, sub));
  }

  #first(entry, sub = null) {
    const at = this.entries[entry];
    if (at?.rows !== undefined && sub === null) sub = 0;
    const field = sub === null ? at : at.fields[sub];
    return { entry, sub, part: firstPart(field) };
  }

  turn(page) {
    this.page = page;
    this.#tell("selected");
  }

  // The field in hand; of rows the one in their first row.
  get field() {
    return this.fieldAt(this.selection);
  }

  get rows() {
    const entry = this.entries[this.selection?.entry];
    return entry?.rows === undefined ? null : entry;
  }

  fieldAt(at) {
    const entry = at && this.entries[at.entry];
    return (at?.sub ?? null) === null ? entry : entry?.fields?.[at.sub];
  }

  // Every place that is drawn on a page, in the order of the form.
  *spots(page = this.page) {
    for (const [n, each] of this.entries.entries()) {
      if (each.rows === undefined) yield* spotsOf(each, n, null, page);
      else for (const [m, field] of each.fields.entries()) yield* spotsOf(field, n, m, page, each);
    }
  }

  boxAt(at) {
    const holder = this.fieldAt(at);
    if (!holder || !at.part) return null;
    const [name, index] = at.part;
    return index === undefined ? holder[name] : holder[name]?.[index]?.box;
  }

  setBox(at, box, kind = "") {
    const kept = onPage(box.map(round), this.size(this.fieldAt(at).page ?? 1));
    this.change(() => {
      const [name, index] = at.part;
      const field = this.fieldAt(at);
      if (index === undefined) field[name] = kept;
      else field[name][index].box = kept;
    }, kind);
  }

  move(dx, dy, kind) {
    const box = this.boxAt(this.selection);
    if (box) this.setBox(this.selection, [box[0] + dx, box[1] + dy, box[2], box[3]], kind);
  }

  stretch(dw, dh, kind) {
    const box = this.boxAt(this.selection);
    const [x, y, w, h] = box ?? [];
    if (box) this.setBox(this.selection, [x, y, Math.max(1, w + dw), Math.max(1, h + dh)], kind);
  }

  add(box, page = this.page) {
    const id = this.freeId("field");
    const field = { id, label: "", type: "text", ...(page > 1 ? { page } : {}), box: box.map(round) };
    const at = this.selection ? this.selection.entry + 1 : this.entries.length;
    this.change(() => this.entries.splice(at, 0, field));
    this.select({ entry: at, sub: null, part: ["box"] });
  }

  // The option or part in hand where there are others, else the whole field.
  remove() {
    const at = this.selection;
    const field = this.field;
    if (!field) return;
    const [name, index] = at.part ?? [];
    if (index !== undefined && field[name].length > 1) {
      this.change(() => field[name].splice(index, 1));
      this.select({ ...at, part: [name, Math.min(index, field[name].length - 1)] });
    } else this.removeField(at);
  }

  removeField(at = this.selection) {
    const entry = this.entries[at.entry];
    this.change(() => {
      if (at.sub !== null && entry.fields.length > 1) entry.fields.splice(at.sub, 1);
      else this.entries.splice(at.entry, 1);
    }); // a rule that names it is shown as a mistake, not taken away in silence
    const next = Math.min(at.entry, this.entries.length - 1);
    if (next >= 0) this.selectEntry(next);
    else this.select(null);
  }

  shift(by) {
    const at = this.selection;
    if (!at) return;
    const list = at.sub === null ? this.entries : this.entries[at.entry].fields;
    const from = at.sub ?? at.entry;
    const to = from + by;
    if (to < 0 || to >= list.length) return;
    this.change(() => list.splice(to, 0, ...list.splice(from, 1)));
    this.select(at.sub === null ? { ...at, entry: to } : { ...at, sub: to });
  }

  // Put the field in hand into the rows of that name ("" takes it out, null makes new rows).
  regroup(name) {
    const at = this.selection;
    const field = this.field;
    const target = name ? this.entries.find((each) => each.rows === name) : null;
    let entry = at.entry;
    this.change(() => {
      if (at.sub === null) this.entries.splice(at.entry, 1);
      else this.entries[at.entry].fields.splice(at.sub, 1);
      if (target) target.fields.push(field);
      else if (name === "") this.entries.splice(at.entry, 0, field);
      else this.entries.splice(at.entry, 0, this.#rowsOf(field));
      const empty = this.entries.findIndex((each) => each.fields?.length === 0);
      if (empty >= 0) this.entries.splice(empty, 1);
      entry = this.entries.findIndex((each) => each === field || each.fields?.includes(field));
    });
    const sub = this.entries[entry].fields?.indexOf(field) ?? null;
    this.select({ ...at, entry, sub });
  }

  #rowsOf(field) {
    const [, , , height] = outer(field) ?? [0, 0, 0, 8];
    let rows = "row"; // letters alone: the number of the row follows it
    while (this.entries.some((each) => each.rows === rows)) rows += "_x";
    return { rows, title: "行", count: 2, step: round(height + 2), fields: [field] };
  }

  freeId(stem) {
    const taken = new Set(this.ids());
    for (const each of this.entries) if (each.rows) taken.add(each.rows);
    let n = 1;
    while (taken.has(`${stem}${n}`)) n += 1;
    return `${stem}${n}`;
  }

  // As rules name them: the fields of every row.
  ids() {
    return this.entries.flatMap((each) =>
      each.rows === undefined
        ? [each.id]
        : Array.from({ length: Math.min(each.count, MOST_ROWS) }, (_, n) =>
            each.fields.map((field) => `${each.rows}${n + 1}_${field.id}`),
          ).flat(),
    );
  }

  labels() {
    const of = new Map();
    for (const each of this.entries) {
      if (each.rows === undefined) of.set(each.id, each.label);
      else
        for (let n = 1; n <= Math.min(each.count, MOST_ROWS); n += 1)
          for (const field of each.fields)
            of.set(`${each.rows}${n}_${field.id}`, `${each.title}${n} ${field.label}`);
    }
    return of;
  }

  // Another type: what belongs to the old one goes, what the new one needs is drawn in the old box.
  retype(type) {
    const box = outer(this.field) ?? [10, 10, 40, 8];
    this.change(() => {
      const field = this.field;
      field.type = type;
      for (const key of [...PARTS, "eras", "era"]) if (type !== "date") delete field[key];
      for (const key of ["options", "mark", "multiple"]) if (type !== "choice") delete field[key];
      for (const key of ["length", "check"]) if (type !== "number") delete field[key];
      if (type === "date" && !field.year) Object.assign(field, thirds(box), { era: "令和" });
      if (type === "choice" && !field.options?.length) field.options = halves(box);
      if (["date", "choice"].includes(type)) delete field.box;
      else field.box = box;
      if (type === "my_number") Object.assign(field, { private: true, cells: field.cells || 12 });
      if (["date", "choice", "seal", "qr"].includes(type)) delete field.cells;
    });
    this.select({ ...this.selection, part: firstPart(this.field) });
  }

  #tell(what) {
    for (const act of this.#listeners) act(what);
  }
}

function* spotsOf(field, entry, sub, page, rows = null) {
  if ((field.page ?? 1) !== page) return;
  const times = Math.min(rows?.count ?? 1, MOST_ROWS);
  for (const [part, box, words] of partsOf(field)) {
    const at = { entry, sub, part };
    yield { at, box, words, field, row: 0 };
    for (let n = 1; n < times; n += 1)
      yield { at, box: [box[0], box[1] + n * rows.step, box[2], box[3]], words, field, row: n };
  }
}

export function* partsOf(field) {
  if (field.box) yield [["box"], field.box, ""];
  for (const name of ["options", "eras"])
    for (const [n, each] of (field[name] ?? []).entries()) yield [[name, n], each.box, each.value];
  for (const name of PARTS)
    if (field[name]) yield [[name], field[name], { year: "年", month: "月", day: "日" }[name]];
}

export function same(one, other) {
  return (
    one?.entry === other?.entry && one?.sub === other?.sub && String(one?.part) === String(other?.part)
  );
}

// The smallest box around all parts of a field.
export function outer(field) {
  const boxes = [...partsOf(field ?? {})].map(([, box]) => box);
  if (!boxes.length) return null;
  const left = Math.min(...boxes.map((b) => b[0]));
  const top = Math.min(...boxes.map((b) => b[1]));
  const right = Math.max(...boxes.map((b) => b[0] + b[2]));
  const bottom = Math.max(...boxes.map((b) => b[1] + b[3]));
  return [left, top, right - left, bottom - top].map(round);
}

export function round(mm) {
  return Math.round(mm / GRAIN) / Math.round(1 / GRAIN);
}

function firstPart(field) {
  const first = field && partsOf(field).next().value;
  return first ? first[0] : null;
}

function onPage([x, y, w, h], { width, height }) {
  const [wide, high] = [Math.min(w, width), Math.min(h, height)];
  const clamp = (at, most) => round(Math.max(0, Math.min(at, most)));
  return [clamp(x, width - wide), clamp(y, height - high), round(wide), round(high)];
}

function thirds([x, y, w, h]) {
  const each = round(w / 3);
  return Object.fromEntries(PARTS.map((name, n) => [name, [round(x + n * each), y, round(each - 2), h]]));
}

function halves([x, y, w, h]) {
  const each = round(w / 2);
  return [
    { value: "1", box: [x, y, round(each - 1), h] },
    { value: "2", box: [round(x + each), y, round(each - 1), h] },
  ];
}
