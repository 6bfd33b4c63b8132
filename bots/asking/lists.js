// Lists of rows: tables, ARIA grids, rows of plain elements, cards. Each row by its columns.

const GRID = "table,[role=table],[role=grid],[role=treegrid]";
const CARD = "li,article,[role=listitem],[role=article],[class*=card],[class*=item]";
const NEAR = 16;  // px: a line of words does not fit in
const NUMBERED = /^([0-9]{1,2})列目$/;

// The rows of a table with their cells by column: cells that span several stand in each.
const gridOf = (table) => {
  const own = table.tagName === "TABLE" ? "tr" : "[role=row]";
  const rows = all(table, own).filter((row) => around(above(row), GRID) === table);
  const spans = [];
  return rows.map((row) => {
    const cells = [], parts = row.tagName === "TR" ? [...row.children].filter((each) =>
      each.matches("td,th")) : all(row, CELL).filter((each) => around(above(each), LINE) === row);
    const spanned = () => {
      while (spans[cells.length] && spans[cells.length].left > 0) {
        spans[cells.length].left -= 1;
        cells.push(spans[cells.length].cell);
      }
    };
    for (const cell of parts) {
      spanned();
      for (let width = cell.colSpan || 1; width > 0; width -= 1) {
        spans[cells.length] = { cell, left: (cell.rowSpan || 1) - 1 };
        cells.push(cell);
      }
    }
    spanned();
    return { row, cells, parts: parts.length };
  });
};
// The same with the lines of a record that takes several rows put together: its headings lie in as
// many rows, and it begins with a cell over all of them, under a heading over all of them.
const linesOf = (table) => {
  const grid = gridOf(table);
  const isTitle = (line) => line && line.cells.length > 1 && line.cells.every(isHead) && !types(line.row);
  const first = grid.findIndex(isTitle);
  let deep = 1;
  while (first >= 0 && isTitle(grid[first + deep])) deep += 1;
  const begins = (line) => line && [...line.row.children].some((cell) => cell.rowSpan === deep);
  if (deep < 2 || !begins(grid[first]) || !begins(grid[first + deep])) return grid;
  // More cells than headings in its first line: the headings are in groups, and each line is a record.
  if (grid[first + deep].row.children.length > grid[first].row.children.length) return grid;
  const found = grid.slice(0, first);
  for (let at = first; at < grid.length;) {
    const lines = begins(grid[at]) && at + deep <= grid.length ? grid.slice(at, at + deep) : [grid[at]];
    found.push(lines.length > 1 ? together(lines) : lines[0]);
    at += lines.length;
  }
  return found;
};
const together = (lines) => ({
  row: (lines.find(({ row }) => all(row, `${BUTTON},${LINK}`).length) || lines[0]).row,
  cells: [...new Set(lines.flatMap(({ cells }) => cells))],
  parts: lines.reduce((sum, { parts }) => sum + parts, 0),
});
const nameOf = (cell) => clean(said(cell));
const hasAll = (names, wanted) => wanted.every((each) => {
  const number = NUMBERED.exec(each);
  return number ? names.length >= Number(number[1]) : names.includes(each);
});
const types = (row) => all(row, `${HELD}`).some((box) => !box.matches(CHOICE));
const isPlain = (wanted) => wanted.every((each) => NUMBERED.test(each));

// All rows under a row of headings with the `wanted` columns: {list, columns, cells, row}.
const rowsUnder = (root, wanted) => {
  const grids = [...(root.matches(GRID) ? [root] : []), ...all(root, GRID)];
  const found = [];
  let open = null;  // a row of headings whose rows stand in the next table
  grids.forEach((table, list) => {
    const grid = linesOf(table);
    const some = rowsOf(grid, list, wanted, open);
    found.push(...some.rows);
    open = some.rows.length ? null : some.head || (grid.length ? null : open);
  });
  if (found.length || isPlain(wanted)) return found;
  const plain = plainCards(root, wanted, grids.length + 2);
  const isOutside = ({ row }) => !plain.some((card) => within(row, card.row));
  const loose = looseRows(root, wanted, grids.length).filter(isOutside);
  const listed = [...loose, ...cards(root, wanted, grids.length + 1)];
  return listed.length ? listed : plain;
};
const rowsOf = (grid, list, wanted, before) => {
  let headings = isPlain(wanted) ? [] : null, head = null, rows = [];
  for (const { row, cells, parts } of grid) {
    const names = isPlain(wanted) ? [] : cells.map(nameOf);
    if (names.length && hasAll(names, wanted) && (cells.every(isHead) || !types(row)))
      [headings, head] = [names, { names, cells }];
    else if (isPlain(wanted) && !cells.every(isHead) && hasAll(cells, wanted))
      rows.push({ list, columns: cells.map(() => ""), cells, row });
    else if (headings && parts > 1 - (headings.length === 1) && cells.length === headings.length)
      rows.push({ list, columns: headings, cells, row });
    else if (!headings && before && cells.length === before.cells.length && !cells.some(isHead) &&
      isUnder(before.cells, cells, row)) rows.push({ list, columns: before.names, cells, row });
  }
  return { rows, head };
};
// Whether a row of another table stands in the columns of these headings, and nothing between the
// two tables: another table with as many columns is no list of theirs.
const isUnder = (head, cells, row) => {
  const bottom = Math.max(...head.map((cell) => cell.getBoundingClientRect().bottom));
  const pane = scrollerOf(row), box = pane.contains(head[0]) ? around(row, GRID) : pane;
  const { top } = box.getBoundingClientRect();
  return top > bottom - NEAR && top < bottom + NEAR && cells.every((cell, number) => {
    const place = cell.getBoundingClientRect(), above = head[number].getBoundingClientRect();
    const middle = (place.left + place.right) / 2;
    return middle > above.left && middle < above.right;
  });
};
// Rows of plain elements under a row of headings, which lie beside it or in the part after it.
const looseRows = (root, wanted, list) => {
  for (const title of titles(root, wanted[0])) {
    let head = title.nodeType === 1 ? title.parentElement : null;
    while (head && head !== root && head.childElementCount < Math.max(2, wanted.length))
      head = head.parentElement;
    if (!head || head === root || around(head, `${GRID},dl`)) continue;
    const columns = [...head.children].map(nameOf);
    if (!hasAll(columns, wanted) || types(head)) continue;
    const alike = (each) => each !== head && each.childElementCount === columns.length;
    let rows = [...head.parentElement.children].filter((each) => alike(each) &&
      head.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
    for (let next = head.parentElement.nextElementSibling; !rows.length && next;
         next = next.nextElementSibling) rows = [...next.children].filter(alike);
    if (rows.length)
      return rows.map((row) => ({ list, columns, cells: [...row.children], row }));
  }
  return [];
};
const cards = (root, wanted, list) => all(root, "dl").flatMap((dl) => {
  const terms = all(dl, "dt"), columns = terms.map(nameOf);
  if (!hasAll(columns, wanted)) return [];
  const cells = terms.map((term) => underTerm(term)[0] || term);
  return [{ list, columns, cells, row: around(dl, CARD) || dl.parentElement }];
});

// Cards of plain elements: the smallest part with each of the headings once, each with its value, and
// something to press. What holds boxes is the search itself.
const plainCards = (root, wanted, list) => titles(root, wanted[0]).flatMap((title) => {
  const isCard = (each) => all(each, `${BUTTON},${LINK}`).length &&
    wanted.every((words) => titles(each, words).length);
  let row = title.parentElement;
  if (around(row, `${GRID},dl`)) return [];
  while (row && row !== root && !isCard(row)) row = above(row);
  if (!row || row === root || row.matches("body,main,form") || all(row, GRID).length) return [];
  const cells = wanted.map((words) => valueIn(row, words));
  return cells.every((cell) => cell && !cell.matches(HELD) && !isTyped(cell)) ? [{ list, columns: wanted, cells, row }] : [];
});
const valueIn = (row, words) => {
  const found = titles(row, words), places = found.length === 1 ? placesOf(found[0], row, words, false) : [];
  return places.length === 1 ? places[0] : null;
};

// What typing may change in a row does not tell which row it is.
const isTyped = (cell) => all(cell, HELD).length > 0;
const tidyRow = ({ list, columns, cells, row }) => {
  const texts = cells.map(shown);
  const anchors = cells.map((cell, number) => isTyped(cell) ? null : texts[number]);
  return { list, columns, texts, anchors, number: row.getAttribute("aria-rowindex") || "" };
};
const rowsLike = (root, target) => {
  const isLike = (cell, anchor) => isTyped(cell) ? anchor === null : shown(cell) === anchor;
  const alike = rowsUnder(root, target.wanted).filter((each) => each.list === target.list &&
    each.cells.length === target.anchors.length &&
    each.columns.every((name, number) => name === target.columns[number]) &&
    each.cells.every((cell, number) => isLike(cell, target.anchors[number])));
  return alike[target.same] ? [alike[target.same].row] : [];
};
// The cell of a row by its column; for typing what is in it, for clicking its only link.
const cellOf = (row, target) => {
  const cell = cellAt(row, target);
  if (!cell) return [];
  if (target.boxes) return boxesIn([cell], target.boxes);
  if (!target.click) return [cell];
  const inside = all(cell, `${BUTTON},${LINK}`);
  return inside.length === 1 ? inside : [cell];
};
const cellAt = (row, target) => {
  if (row.matches(`tr,${LINE}`)) {
    const table = around(row, GRID);
    const line = table && linesOf(table).find((each) => each.row === row);
    return line && line.cells[target.index];
  }
  const terms = all(row, "dt").filter((term) => nameOf(term) === target.words);
  if (terms.length) return underTerm(terms[0])[0];
  return valueIn(row, target.words) || row.children[target.index];
};
