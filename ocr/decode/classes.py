"""The alphabets of the field types: digits, katakana, names, addresses, free text.

A symbol gathers the characters that an engine takes for one another: a field of digits knows
that its O is a nought, a furigana that its 力 is カ. Weights say how usual a character is.
"""

from functools import cache

from ocr.decode.alphabet import Alphabet
from ocr.decode.old_forms import NEW_FORM
from ocr.engines.engine import Vocabulary

Symbols = dict[str, dict[str, float]]

LEAK = 0.08  # share of its belief in a character that also speaks for its double
RARE = 0.35  # JIS level 2 kanji, against level 1
RARER = 0.1  # JIS levels 3 and 4, and the additions of CP932
DOT = 0.1  # the middle dot in a name: only foreign ones have it, specks of dust look like it
HINT = 0.01  # 丁目 on a coarse scan looks like 丁日; only the context may say so
HASTE = 0.05  # what a quick hand makes of a character of house numbers; again the context decides
DASH = 0.3  # a hyphen between numbers is written as ー and 一 are
BENT = 0.5  # a bent 1 looks like a bracket; a bracket has another half
LATIN = 0.15  # Latin letters in an address

_DIGIT_LOOKS = {
    "0": "0０〇○◯OoＯ", "1": "1１lI|｜丨", "2": "2２", "3": "3３", "4": "4４",
    "5": "5５", "6": "6６", "7": "7７", "8": "8８", "9": "9９",
}  # fmt: skip
_HYPHENS = "-－‐‑–—―−ー一ｰ~～〜"
_SEPARATORS = _HYPHENS + "()（）・.．の"
_HIRAGANA = "".join(chr(c) for c in range(0x3041, 0x3097))
_KATAKANA = "".join(chr(c) for c in range(0x30A1, 0x30F7))
_KANA_LOOKS = {
    "ハ": "八", "ニ": "二", "カ": "力", "ロ": "口", "エ": "工", "タ": "夕", "ト": "卜",
    "チ": "千", "ミ": "三彡", "オ": "才", "セ": "七", "ム": "厶", "イ": "亻", "ヒ": "匕",
    "メ": "乂", "ナ": "十", "ノ": "丿", "ー": "一―—－–-", "ソ": "ﾝ", "ヌ": "又", "フ": "7",
    "ル": "儿", "レ": "L", "ネ": "礻", "サ": "廾", "キ": "丰", "コ": "ユ", "ヨ": "彐", "ラ": "う",
}  # fmt: skip
_WRITTEN_LOOKS = {
    "目": "日", "丁": "个丫T", "番": "登蕃審", "号": "另", "地": "他", "2": "乙Z", "3": "了ろ",
    "4": "千", "7": "フワ", "8": "B", "9": "q",
}  # fmt: skip
DOUBLES = (
    ("二", "ニ"), ("八", "ハ"), ("力", "カ"), ("口", "ロ"), ("工", "エ"), ("夕", "タ"),
    ("卜", "ト"), ("千", "チ"), ("三", "ミ"), ("才", "オ"), ("一", "ー"), ("へ", "ヘ"),
    ("り", "リ"), ("べ", "ベ"), ("ぺ", "ペ"),
)  # fmt: skip


@cache
def digits(vocabulary: Vocabulary) -> Alphabet:
    return Alphabet.make(vocabulary, _digit_symbols())


@cache
def year_digits(vocabulary: Vocabulary) -> Alphabet:
    """Digits and 元."""
    return Alphabet.make(vocabulary, _digit_symbols() | {"元": {"元": 1.0}})


@cache
def phone(vocabulary: Vocabulary) -> Alphabet:
    """Digits; anything that people write between groups of them counts as nothing."""
    return Alphabet.make(vocabulary, _digit_symbols(), ignored=(" ", "\u3000", *_SEPARATORS))


@cache
def katakana(vocabulary: Vocabulary) -> Alphabet:
    """Katakana; hiragana counts as the katakana it stands for."""
    symbols: Symbols = {ch: {ch: 1.0} for ch in _KATAKANA + "ー"}
    symbols["・"] = {"・": DOT, "·": DOT}
    for ch in _HIRAGANA:
        symbols.setdefault(chr(ord(ch) + 0x60), {})[ch] = 0.6
    for name, looks in _KANA_LOOKS.items():
        for look in looks:
            symbols[name][look] = 0.6 if look != "ユ" else 0.02
    return Alphabet.make(vocabulary, symbols)


@cache
def names(vocabulary: Vocabulary) -> Alphabet:
    """Kanji and kana of Japanese names."""
    return Alphabet.make(vocabulary, _leaked(_japanese(vocabulary) | {"・": {"・": DOT, "·": DOT}}))


@cache
def latin(vocabulary: Vocabulary) -> Alphabet:
    """Latin names, as foreign residents write them."""
    letters = [chr(c) for c in range(0x41, 0x5B)] + [chr(c) for c in range(0x61, 0x7B)]
    symbols: Symbols = {ch: {ch: 1.0, chr(ord(ch) + 0xFEE0): 1.0} for ch in letters}
    symbols |= {ch: {ch: 1.0} for ch in "-.,'"}
    return Alphabet.make(vocabulary, symbols)


@cache
def mixed(vocabulary: Vocabulary) -> Alphabet:
    """Addresses and free text: everything in ordinary Japanese use, width folded away."""
    symbols = _modern(_japanese(vocabulary))
    symbols |= {d: {d: 1.0, chr(ord(d) + 0xFEE0): 1.0} for d in "0123456789"}
    symbols["1"] |= {"/": 0.5, "|": 0.5, "l": 0.2, "I": 0.2}
    for code in (*range(0x41, 0x5B), *range(0x61, 0x7B)):
        symbols[chr(code)] = {chr(code): LATIN, chr(code + 0xFEE0): LATIN}
    symbols["-"] = dict.fromkeys("-－‐‑–—―−", 1.0) | {"ー": DASH, "一": DASH}
    symbols["ー"] |= {"-": LEAK}
    symbols |= {ch: {ch: 1.0} for ch in "、。・（）「」%&+,.:〒々〆"}
    for name, looks in _WRITTEN_LOOKS.items():
        for look in looks:
            symbols[name].setdefault(look, HASTE)
    for bracket in "（）()":
        symbols["1"].setdefault(bracket, BENT)
    symbols["（"]["("] = symbols["）"][")"] = 1.0
    return Alphabet.make(vocabulary, _leaked(symbols))


def _digit_symbols() -> Symbols:
    return {
        name: {look: 1.0 if look == name else 0.5 for look in looks}
        for name, looks in _DIGIT_LOOKS.items()
    }


def _japanese(vocabulary: Vocabulary) -> Symbols:
    symbols: Symbols = {ch: {ch: 1.0} for ch in _HIRAGANA + _KATAKANA + "ー々〆ヶヵ"}
    for ch in vocabulary.characters:
        weight = _kanji_weight(ch)
        if weight:
            symbols[ch] = {ch: weight}
    return symbols


def _modern(symbols: Symbols) -> Symbols:
    """Old forms counted as the new ones."""
    kept = {name: looks for name, looks in symbols.items() if name not in NEW_FORM}
    for old, new in NEW_FORM.items():
        kept[new] = kept.get(new, {new: 1.0}) | {old: 1.0}
    return kept


@cache
def _kanji_weight(ch: str) -> float:
    """1 for JIS level 1, less for rarer ones, 0 for what is no kanji of Japanese standards."""
    if len(ch) != 1 or not ("\u4e00" <= ch <= "\u9fff" or "\u3400" <= ch <= "\u4dbf"):
        return 0.0
    try:
        row = ch.encode("euc_jp")[0] - 0xA0
    except UnicodeEncodeError:
        return RARER if _is_encodable(ch, "cp932") or _is_encodable(ch, "euc_jis_2004") else 0.0
    return 1.0 if row <= 47 else RARE if row <= 84 else RARER


def _is_encodable(ch: str, encoding: str) -> bool:
    try:
        ch.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


RARE_TWINS = {"干": "千"}  # one that hardly stands in names and places, and what is meant


def _leaked(symbols: Symbols) -> Symbols:
    """Let each of two doubles speak a little for the other; the context decides later."""
    for pair in DOUBLES:
        for one, other in (pair, pair[::-1]):
            if one in symbols:
                symbols[one] = symbols[one] | {other: max(LEAK, symbols[one].get(other, 0.0))}
    for rare, usual in RARE_TWINS.items():
        symbols[rare] = {rare: RARER}
        symbols[usual] = symbols[usual] | {rare: RARE}
    return symbols
