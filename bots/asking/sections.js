// A title → whether an element stands in the part of the page that it heads.

const TITLE = "h1,h2,h3,h4,h5,h6";
const BLOCK = "[role=group],[role=region],[role=form],[role=dialog],[role=tabpanel],section,form," +
  "dialog,fieldset,table,[role=table],[role=grid]";

const blocksOf = (root, wanted) => {
  const tests = titles(root, wanted).flatMap((title) => blockOf(title, root));
  for (const block of all(root, BLOCK))
    if (isSaid(accessible(block), wanted)) tests.push((element) => within(element, block));
  return (element) => tests.some((test) => test(element));
};
const blockOf = (title, root) => {
  const element = title.nodeType === 1 ? title : title.parentElement;
  const edge = element.closest("legend,caption,summary");
  if (edge) return [(each) => each !== edge && within(each, edge.parentElement)];
  const cell = element.closest("td,th");
  if (cell && title.nodeType === 1 && (cell === element || cell.contains(element)))
    return rowsHeaded(cell);
  return [partHeaded(element, root)];
};
// A cell over several rows heads these; the only cell of a row heads what follows until the next.
const rowsHeaded = (cell) => {
  const rows = [...cell.closest("table").rows], row = cell.parentElement;
  const from = rows.indexOf(row), alone = cellsOf(row).length === 1;
  let to = from + (cell.rowSpan || 1);
  if (alone) {
    to = from + 1;
    while (to < rows.length && cellsOf(rows[to]).length > 1) to += 1;
  } else if (cell.rowSpan < 2) return [];
  const covered = rows.slice(from, to);
  return [(each) => each !== cell && !within(each, cell) && covered.some((one) => within(each, one))
    && !!(cell.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING)];
};
// The smallest part around a title that holds more than the title, up to the next such title.
const partHeaded = (element, root) => {
  let block = element;
  while (above(block) && block !== root && !holdsMore(block, element)) block = above(block);
  const kind = (each) => each.matches(TITLE) ? "h" + each.tagName : `${each.tagName} ${each.className}`;
  const head = element.closest(TITLE) || element;
  const rank = (each) => Number(each.tagName.slice(1));
  const isNext = (each) => each !== head && (head.matches(TITLE)
    ? each.matches(TITLE) && rank(each) <= rank(head)
    : kind(each) === kind(head) && !!each.className);
  const following = (one, other) =>
    !!(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const next = all(block, "*").find((each) => isNext(each) && following(head, each) &&
    !head.contains(each));
  return (each) => within(each, block) && following(head, each) && !head.contains(each) &&
    !(next && (each === next || following(next, each)));
};
const holdsMore = (block, element) => {
  const most = said(element).length + 1;
  return block !== element && (holdsControl(block) || said(block, most + 1).trim().length > most);
};
