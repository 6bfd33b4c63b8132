// Where something private stands in a run of characters, however it is written or cut up.
const EDGE = "\u00a6";
const SOFT = /[\s\-\u2010-\u2015\u2212\uff0d\u30fc\uff70\u30fb/._\u200b-\u200d\ufeff\u00ad]/u;
const DATE = new RegExp(
  "(?<!\\d|\\d[/.\\-])(?:19|20)\\d\\d([/.\\-])(?:0?[1-9]|1[0-2])\\1(?:0?[1-9]|[12]\\d|3[01])" +
  "(?=$|\\D|(?:19|20)\\d\\d[/.\\-])", "g");
// Telephone numbers of ten and eleven digits, as Japan writes them.
const PHONE = new RegExp(
  "(?<!\\d|\\d-)0(?:\\d-\\d{4}|\\d{2}-\\d{3,4}|\\d{3}-\\d{2})-\\d{4}(?!-?\\d)", "g");
const SMALL = "ァィゥェォッャュョヮ", LARGE = "アイウエオツヤユヨワ";
const LONG = 8; // a secret of so many characters is one also where it is cut up by edges

const known = new Map();
// One character without width, kind of kana, voicing marks and case; "" for spaces and signs.
const fold = (ch) => {
  let held = known.get(ch);
  if (held === undefined) {
    held = [...ch.normalize("NFKD")].filter((c) => /[\p{L}\p{N}]/u.test(c) && c !== "ー")
      .map((c) => c >= "ぁ" && c <= "ゖ" ? String.fromCharCode(c.charCodeAt(0) + 96) : c)
      .map((c) => SMALL.includes(c) ? LARGE[SMALL.indexOf(c)] : c).join("").toLowerCase();
    known.set(ch, held);
  }
  return held;
};
const folded = (text) => [...text].map(fold).join("");
const isAscii = (text) => /^[\x00-\x7f]*$/.test(text);
const secrets = [...new Set(asked.secrets.map(folded))]
  .filter((each) => each.length >= (isAscii(each) ? 4 : 2));
const words = asked.words.map(folded).filter((each) => each);

const isMyNumber = (digits) => {
  let sum = 0;
  for (let n = 1; n <= 11; n += 1) sum += Number(digits[11 - n]) * (n <= 6 ? n + 1 : n - 5);
  return (sum % 11 <= 1 ? 0 : 11 - (sum % 11)) === Number(digits[11]);
};

// Characters with the element that draws each; an owner of null is an edge between blocks.
class Run {
  chars = [];
  owners = [];

  put(text, owner) {
    for (const ch of text) { this.chars.push(ch); this.owners.push(owner); }
  }

  edge() {
    if (this.owners.length && this.owners.at(-1) !== null) this.put(EDGE, null);
  }

  take(other, from, to) {
    for (let n = from; n < to; n += 1)
      if (other.owners[n]) this.put(other.chars[n], other.owners[n]);
  }

  // Calls `found` with every element that draws a part of something private. `boxes`: the run is
  // that of boxes to type in, where groups of four digits are enough.
  search(found, boxes = false) {
    const mark = (map, from, to) => {
      for (let n = from; n < to; n += 1) if (this.owners[map[n]]) found(this.owners[map[n]]);
    };
    this.searchSecrets(mark);
    this.searchNumbers(mark, boxes);
  }

  collect(say) {
    const parts = [], map = [];
    this.chars.forEach((ch, n) => {
      const said = say(ch, n);
      for (let k = 0; k < said.length; k += 1) map.push(n);
      parts.push(said);
    });
    return [parts.join(""), map];
  }

  searchSecrets(mark) {
    if (!secrets.length) return;
    const within = this.collect((ch, n) => this.owners[n] ? fold(ch) : "\0");
    const across = this.collect((ch, n) => this.owners[n] ? fold(ch) : "");
    for (const secret of secrets) {
      const [text, map] = secret.length >= LONG ? across : within;
      for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1))
        mark(map, at, at + secret.length);
    }
  }

  // Twelve digits, dates and telephone numbers left out: in a row, each in a block of its own, or in even groups.
  searchNumbers(mark, boxes) {
    const raw = this.chars.map((ch, n) => {
      if (!this.owners[n]) return EDGE;
      const plain = ch.normalize("NFKC");
      return /^\d$/.test(plain) ? plain : ch.length > 1 ? "x" : ch;
    });
    const plain = new Set(), joined = raw.join("");
    for (const hit of [...joined.matchAll(DATE), ...joined.matchAll(PHONE)])
      for (let n = 0; n < hit[0].length; n += 1) plain.add(hit.index + n);
    const [text, map] = this.collect((ch, n) => {
      if (plain.has(n)) return "x";
      return /\d/.test(raw[n]) || raw[n] === EDGE ? raw[n] : SOFT.test(ch) ? "" : "x";
    });
    for (const hit of text.matchAll(/\d{12,}/g)) mark(map, hit.index, hit.index + hit[0].length);
    for (const width of [1, 2, 3, 4, 6]) {
      const times = `{${12 / width - 1}${width === 1 ? "," : ""}}`;
      const even = new RegExp(`(?<!\\d)\\d{${width}}(?:${EDGE}+\\d{${width}})${times}(?!\\d)`, "g");
      for (const hit of text.matchAll(even)) {
        const told = width === 1 || boxes || (width === 4 && isMyNumber(hit[0].replace(/\D/g, "")));
        if (told) mark(map, hit.index, hit.index + hit[0].length);
      }
    }
  }
}

const hasSecret = (text) => {
  const run = new Run();
  let found = false;
  run.put(text, run);
  run.search(() => { found = true; });
  return found;
};
