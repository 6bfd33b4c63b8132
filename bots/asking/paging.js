// What leads to further pages of a list: its words (次頁>>), its mark (rel=next), a page's number.

const ONWARD = new RegExp("^(?:(?:次|次へ|次の?(?:頁|ページ)(?:へ|を表示)?|次の?[0-9,]+件(?:へ|を表示)?|" +
  "もっと(?:見る|表示(?:する)?|読み込む)|さらに(?:見る|表示(?:する)?|読み込む)|" +
  "続きを?(?:見る|表示(?:する)?|読み込む)|next(?:page)?|(?:load|show)more)[>›»≫→▶]*|[>›»≫]{1,2}|[→▶])$", "i");
const SURELY = /頁|ページ|件|もっと|さらに|続き|more|page/i;
const WHOLE = /^(?:全件|すべて|全て|全部)(?:を)?表示(?:する)?$/;
const BACK = /^(?:[<>‹›«»≪≫|\-–]+|\.{2,}|(?:前|次|先頭|最初|最後|最終|末尾)(?:の?(?:頁|ページ))?(?:へ)?[<>«»]*|[<«]+前.*|ページ:?|頁:?|page:?|prev(?:ious)?|next|first|last)$/i;
const PAGER = "[class*=pager i],[class*=paginat i],[id*=pager i],[id*=paginat i],[aria-label*=ページ]," +
  "[aria-label*=pagination i]";
const BESIDE = /前へ|前の|前頁|前ページ|先頭|最初|最後|最終|prev|[0-9]+\s*(?:件|頁|ページ)/i;
const OF_ALL = /(?<![0-9/])([0-9]{1,4})\s*\/\s*([0-9]{1,4})(?!\s*[/0-9]|\s*\(?[日月火水木金土])/g;
const KEY = /[[(]?P?F[0-9]{1,2}[\])]?[:.]?/i;
const CURRENT = "[aria-current]:not([aria-current=false]),[class*=current i],[class*=active i]," +
  "[class*=selected i],[class*=this-page i]";
const DAYS = "[class*=calendar i],[class*=datepicker i]";

const bareWords = (text) => squeeze(text).replace(KEY, "").replace(/^[[(【《「]+|[\])】》」]+$/g, "");
const pageOf = (text) => (/^[1-9][0-9]{0,2}$/.test(bareWords(text)) ? Number(bareWords(text)) : 0);
const isOnward = (each) => each.matches("[rel~=next]") || ONWARD.test(bareWords(pressName(each)));
// A month's days, not a list that is a grid: that may have its pages in it.
const ofDays = (each) => !around(each, PAGER) && (around(each, DAYS) || around(each, "[role=gridcell]"));
// 1/3 is a part of a whole, 2026/11 and 11/30 (月) are days.
const isPart = (text) => [...text.matchAll(OF_ALL)].some(([, one, all]) => Number(one) <= Number(all));
// 次へ and » are of a list only beside what tells of pages: a form of several screens has them too.
const isSure = (each) => {
  if (ofDays(each)) return false;
  if (each.matches("[rel~=next]") || SURELY.test(pressName(each)) || around(each, PAGER)) return true;
  for (let box = above(each), up = 0; box && up < 3; box = above(box), up += 1) {
    const beside = said(box, 200).normalize("NFKC");
    if (beside.length > 200) return false;
    if (BESIDE.test(beside) || isPart(beside)) return true;
  }
  return false;
};

// The words of a part, each with the button or link that it stands in.
const leavesOf = (box) => {
  const walk = box.ownerDocument.createTreeWalker(box, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (!at || at.matches(UNREAD) || !visible(at)) continue;
    for (const word of walk.currentNode.nodeValue.normalize("NFKC").split(/[\s|・,]+/))
      if (word) found.push({ word, at, pressed: around(at, `${BUTTON},${LINK}`) });
  }
  return found;
};
// Of a row of page numbers (1 [2] 3): the control that leads to the page after this one.
const afterThis = (box) => {
  const leaves = leavesOf(box), numbers = leaves.filter((each) => pageOf(each.word));
  const plain = (each) => pageOf(each.word) || BACK.test(bareWords(each.word)) || WHOLE.test(each.word);
  if (numbers.length < 2 || !(around(box, PAGER) || leaves.every(plain))) return null;
  const isHere = (each) => !each.pressed || isOff(each.pressed) || around(each.at, CURRENT) &&
    within(around(each.at, CURRENT), box) && around(each.at, CURRENT) !== box;
  const here = numbers.filter(isHere);
  if (!here.length) return unmarked(numbers);
  if (here.length !== 1) return null;
  const number = pageOf(here[0].word) + 1;
  const next = numbers.find((each) => pageOf(each.word) === number && each.pressed);
  return next && !isOff(next.pressed) ? { element: next.pressed, number, sure: true } : null;
};
// Of one that does not tell which page is shown: the second page, and the last one.
const unmarked = (numbers) => {
  const second = numbers.find((each) => pageOf(each.word) === 2);
  if (!second || !numbers.some((each) => pageOf(each.word) === 1)) return null;
  const last = Math.max(...numbers.map((each) => pageOf(each.word)));
  return { element: second.pressed, number: 2, sure: true, last };
};
const numbered = (root, pressed) => {
  const found = new Map();
  for (const each of pressed.filter((one) => pageOf(pressName(one)) && !ofDays(one)))
    for (let box = above(each), up = 0; box && box !== root && up < 3; box = above(box), up += 1) {
      const next = afterThis(box);
      if (next) { found.set(next.element, next); break; }
    }
  return [...found.values()];
};
// Each control that leads on and can be pressed now: {element, number of its page or 0, sure}.
const turners = (root) => {
  const pressed = all(root, `${BUTTON},${LINK}`).filter((each) => visible(each) && !isOff(each));
  const onward = pressed.filter(isOnward).map((element) =>
    ({ element, number: 0, sure: isSure(element) }));
  const whole = pressed.filter((each) => WHOLE.test(bareWords(pressName(each))))
    .map((element) => ({ element, number: 0, sure: false }));
  const sure = onward.filter((each) => each.sure);
  return [...sure, ...numbered(root, pressed), ...onward.filter((each) => !each.sure), ...whole];
};

// The words of those that surely lead on from the list with these columns, and the number of the
// last page where only that is known. もっと見る above it is of something else (news). Then
// what the screen itself tells of rows that are not on it (30 件中 1-10 件).
// What else a control says (rel=next may say who follows) is not told: errors hold no names.
const PAGE_WORDS = /^(?:第|page)?[0-9]{1,3}(?:頁|ページ)?目?へ?$/i;
const toldOf = (element) => {
  const bare = bareWords(pressName(element));
  return ONWARD.test(bare) || PAGE_WORDS.test(bare) ? pressName(element) : "次の頁";
};
const GROWS = /もっと|さらに|続き|more/i;
const furtherIn = (root, wanted) => {
  const [first] = rowsUnder(root, wanted);
  const isBelow = (each) => first && first.row.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
  const found = turners(root).filter(({ element, sure }) => sure &&
    (!GROWS.test(pressName(element)) || isBelow(element)));
  return [...found.map(({ element, last }) => [toldOf(element), last || 0]), ...untold(root)];
};
const PART = /([0-9,]+)\s*件中[^0-9\n]{0,4}[0-9,]+\s*(?:件目?)?\s*(?:[-~〜–―]|から)\s*([0-9,]+)/g;
const untold = (root) => [...(root.innerText || "").normalize("NFKC").matchAll(PART)]
  .filter((each) => asNumber(each[2]) < asNumber(each[1])).map((each) => [squeeze(each[0]), 0]);
const asNumber = (text) => Number(text.replace(/,/g, ""));

// Numbers at which the screen says that it cuts a list off (先頭 100 件, 100 件を超え…).
const LIMIT = /(?:先頭|上位|最初の|はじめの|最大)\s*([0-9,]+)\s*件|([0-9,]+)\s*件\s*(?:まで|のみ|だけ|を超え|以上)/g;
const limitsOf = (root) => [...(root.innerText || "").normalize("NFKC").matchAll(LIMIT)]
  .map((each) => asNumber(each[1] || each[2]));
