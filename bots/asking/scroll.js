// Lists that hold only the rows in view, or load more when scrolled.

// `to`: look (only look), top, down (most of a view), bottom. The answer is null without rows.
const scrollList = (root, [wanted, to]) => {
  const found = rowsUnder(root, wanted), rows = found.map((each) => each.row);
  if (!rows.length) return null;
  const own = found.filter(({ row }) => row.parentElement === rows[0].parentElement);
  const list = own.map((each) => each.row);
  const box = scrollerOf(list[0]);
  if (to === "top") box.scrollTop = 0;
  if (to === "down") box.scrollTop += Math.max(box.clientHeight * 0.7 - headHeight(list[0]), 40);
  if (to === "bottom") box.scrollTop = box.scrollHeight;
  return stateOf(rows, list, box, [own[0], own.at(-1)].map(spanOf));
};
// A record may take several lines of the table.
const spanOf = ({ row, cells }) => {
  const places = [row, ...cells.filter((cell) => cell.rowSpan > 1)].map((each) => each.getBoundingClientRect());
  const top = Math.min(...places.map((each) => each.top)), bottom = Math.max(...places.map((each) => each.bottom));
  return { top, bottom, height: bottom - top };
};
const stateOf = (rows, list, box, [first, last]) => {
  const part = list[0].parentElement.getBoundingClientRect();
  const view = box === document.scrollingElement
    ? { top: 0, bottom: innerHeight } : box.getBoundingClientRect();
  const grid = around(list[0], "[aria-rowcount]");
  const total = grid ? Number(grid.getAttribute("aria-rowcount")) : -1;
  const heads = grid ? all(grid, LINE + ",tr").length - rows.length : 0;
  return {
    virtual: total - Math.max(heads, 0) > rows.length ||
      part.height > last.bottom - first.top + 2 * first.height + 1,
    covered: last.bottom >= Math.min(view.bottom, part.bottom) - 1 &&
      first.top <= Math.max(view.top, part.top) + first.height + headHeight(list[0]) &&
      list.every((row) => said(row, 1).trim() && !row.matches("[aria-busy=true]")),
    end: box.scrollTop + box.clientHeight >= box.scrollHeight - 1,
    top: box.scrollTop <= 0,
    total, heads: Math.max(heads, 0),
  };
};
const headHeight = (row) => {
  const head = around(row, GRID) && all(around(row, GRID), "thead")[0];
  return head ? head.getBoundingClientRect().height : 0;
};
const scrollerOf = (row) => {
  for (let each = above(row); each && each !== document.body; each = above(each))
    if (/auto|scroll|overlay/.test(getComputedStyle(each).overflowY) &&
        each.scrollHeight > each.clientHeight + 1) return each;
  return document.scrollingElement;
};
// Whether something to press is there but cannot be pressed now.
const isOff = (element) => !!around(element, "[disabled],[aria-disabled=true]") ||
  element.matches("[class*=disabled]") || element.parentElement.matches("li[class*=disabled]");
