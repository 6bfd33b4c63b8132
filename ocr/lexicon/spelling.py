"""One spelling for several: what a lexicon takes for the same when it looks a word up.

Only for looking up. The reading keeps the characters that stand on the paper.
"""

import unicodedata

import jaconv

from ocr.decode.old_forms import NEW_FORM

# Variants of kanji in names and places, each with the form that dictionaries list. Sources: table 2
# of 戸籍法施行規則 (old forms of 人名用漢字); 戸籍統一文字 for 邊 齋 嶋 高 崎 吉 濱.
_NAME_PAIRS = (
    "髙高 﨑崎 碕崎 嵜崎 邊辺 邉辺 齋斎 齊斉 濱浜 濵浜 澤沢 廣広 國国 櫻桜 嶋島 嶌島 冨富 龍竜 "
    "瀧滝 德徳 惠恵 眞真 榮栄 淺浅 曾曽 槇槙 吳呉 桒桑 莊荘 藏蔵 壽寿 條条 靜静 禮礼 假仮 與与 "
    "萬万 圓円 縣県 鷗鴎 檜桧 諫諌 薗園 埜野 舘館 籠篭 頸頚 桝枡 穗穂 彌弥 豐豊 勳勲 凜凛 黃黄 "
    "狹狭 栁柳 瀨瀬 增増 淸清 靑青"
)
# Characters that CP932 holds beside another that Unicode counts as the same (塚 U+FA10 and 塚).
_COMPATIBLE = {
    chr(code): plain
    for code in range(0xF900, 0xFAE0)
    if (plain := unicodedata.normalize("NFC", chr(code))) != chr(code)
}
_NAMES = _COMPATIBLE | {pair[0]: pair[1] for pair in _NAME_PAIRS.split()} | {"\U00020bb7": "吉"}
_PLACES = dict(zip("ヶヵがガカノ之乃", "ケケケケケののの", strict=True)) | {"竈": "竃", "鄕": "郷"}
_DIGITS = dict(zip("0123456789０１２３４５６７８９", "〇一二三四五六七八九" * 2, strict=True))
_VOICED = dict(zip(
    "ガギグゲゴザジズゼゾダヂヅデドバビブベボパピプペポヴァィゥェォッャュョヮヂ",
    "カキクケコサシスセソタシステトハヒフヘホハヒフヘホウアイウエオツヤユヨワシ",
    strict=True,
)) | {"ヅ": "ス", "ヲ": "オ", "ヰ": "イ", "ヱ": "エ"}  # fmt: skip


_NAME_TABLE = str.maketrans(NEW_FORM | _NAMES)
_PLACE_TABLE = str.maketrans(_PLACES | _DIGITS)
_READING_TABLE = str.maketrans(_VOICED)


def of_name(text: str) -> str:
    """A name in the forms that dictionaries list: 山﨑 → 山崎, 渡邉 → 渡辺."""
    return text.translate(_NAME_TABLE)


def of_place(text: str) -> str:
    """A place: 霞ヶ関 = 霞が関 = 霞ケ関, 山ノ手 = 山の手, 1番町 = 一番町. As long as `text`."""
    return text.translate(_NAME_TABLE).translate(_PLACE_TABLE)


def of_reading(text: str) -> str:
    """Kana as heard, roughly: katakana, large, voiceless.
    ヤマザキ = やまさき, ジョウジ = シヨウシ. As long as `text`."""
    return jaconv.hira2kata(text).translate(_READING_TABLE)


def narrow(text: str) -> str:
    """Full-width letters and digits made half-width, spaces taken out."""
    return "".join(jaconv.z2h(text, kana=False, ascii=True, digit=True).split())
