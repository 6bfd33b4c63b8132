"""Code tables from CSV, entry hours by day, and what the checks of a whole system say."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from bots.scenario import SCENARIOS, load_scenarios, load_system
from bots.scenario.lint import mistakes
from forms.errors import BadDeclaration
from tests.bots.records import CATALOGUE

SYSTEM = """
system: own
title: 自前
url: http://127.0.0.1:1/
"""


def system_with(folder: Path, text: str) -> Path:
    (folder / "system.yaml").write_text(SYSTEM + text, encoding="utf-8")
    return folder


TWO = "会社員,01\n公務員,02\n"


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        (TWO.encode("utf-8"), "job: jobs.csv"),
        (TWO.encode("utf-8-sig"), "job: jobs.csv"),
        (TWO.encode("cp932"), "job: jobs.csv"),
        (TWO.replace("\n", "\r\n").encode("cp932"), "job: {file: jobs.csv}"),
        ('"会社員" , "01"\n\n公務員,02,\n'.replace(" ", "").encode(), "job: jobs.csv"),
        ("番号,コード,職業\n1,01,会社員\n2,02,公務員\n".encode("cp932"),
         "job: {file: jobs.csv, word: 職業, code: コード}"),
    ],
)  # fmt: skip
def test_a_code_table_comes_from_csv(tmp_path: Path, content: bytes, declared: str) -> None:
    (tmp_path / "jobs.csv").write_bytes(content)
    system = load_system(system_with(tmp_path, f"codes: {{{declared}}}\n"), {})
    assert system.codes["job"] == {"会社員": "01", "公務員": "02"}


@pytest.mark.parametrize(
    ("content", "declared", "file", "line", "words"),
    [
        (None, "job: jobs.csv", "system.yaml", 5, "jobs.csv がありません"),
        ("会社員,01\n公務員,\n", "job: jobs.csv", "jobs.csv", 2, "空です"),
        ("会社員,01\n会社員,02\n", "job: jobs.csv", "jobs.csv", 2, "違うコード"),
        ("1,01,会社員\n", "job: jobs.csv", "jobs.csv", 1, "列が 3 つ"),
        ("", "job: jobs.csv", "jobs.csv", 1, "行がありません"),
        ("職,コード\nあ,1\n", "job: {file: jobs.csv, word: 職業, code: コード}", "jobs.csv", 1,
         "見出し「職業」の列がありません"),
        ("職業,職業\nあ,1\n", "job: {file: jobs.csv, word: 職業, code: 職業}", "jobs.csv", 1,
         "二つ以上あります"),
        ('会社員,"01\n', "job: jobs.csv", "jobs.csv", 1, "CSV として読めません"),
        (b"\xff\xfe\x00", "job: jobs.csv", "jobs.csv", 0, "文字コード"),
        ("", "job: {file: jobs.csv, word: 職業}", "system.yaml", 5, "組で書きます"),
        ("", "job: jobs.xlsx", "system.yaml", 5, "jobs.csv"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_csv_table_is_told_with_its_line(
    tmp_path: Path, content: str | bytes | None, declared: str, file: str, line: int, words: str
) -> None:
    if content is not None:
        path = tmp_path / "jobs.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadDeclaration) as raised:
        load_system(system_with(tmp_path, f"codes: {{{declared}}}\n"), {})
    told = raised.value
    assert (Path(told.file).name, told.line) == (file, line)
    if "xlsx" not in declared:
        assert words in told.message


def test_every_option_of_a_choice_is_looked_for_in_the_csv(tmp_path: Path) -> None:
    folder = tmp_path / "practice"
    shutil.copytree(SCENARIOS / "practice", folder)
    path = folder / "risai-shomei.yaml"
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("  cause: {"), text.index("\n", text.index("  cause: {"))
    path.write_text(text[:begin] + "  cause: causes.csv" + text[end:], encoding="utf-8")
    (folder / "causes.csv").write_text("地震,01\n風水害,02\n火災,03\n", encoding="utf-8")
    with pytest.raises(BadDeclaration, match="選択肢「その他」がありません"):
        load_scenarios(folder, CATALOGUE)
    (folder / "causes.csv").write_text("地震,01\n風水害,02\n火災,03\nその他,04\n", encoding="utf-8")
    assert load_scenarios(folder, CATALOGUE)["risai-shomei"].tables["cause"]["その他"] == "04"


@pytest.mark.parametrize(
    ("hours", "now", "is_open"),
    [
        ('from: "07:00", to: "20:00"', "2026-11-28 12:00", True),
        ('from: "07:00", to: "20:00"', "2026-11-28 20:00", False),
        ('from: "07:00", to: "20:00"', "2026-11-28 06:59", False),
        ('from: "07:00", to: "20:00", days: 平日', "2026-11-27 12:00", True),
        ('from: "07:00", to: "20:00", days: 平日', "2026-11-28 12:00", False),
        ('from: "07:00", to: "20:00", days: [土]', "2026-11-28 12:00", True),
        ('from: "22:00", to: "05:00", days: [金]', "2026-11-28 04:00", True),
        ('from: "22:00", to: "05:00", days: [金]', "2026-11-27 04:00", False),
        ('from: "22:00", to: "05:00", days: [金]', "2026-11-28 22:00", False),
        ('from: "07:00", to: "20:00", closed: [2026-11-27]', "2026-11-27 12:00", False),
        ('from: "07:00", to: "20:00", closed: ["2026-11-27"]', "2026-11-26 12:00", True),
        ('from: "07:00", to: "20:00", days: 平日', "2026-11-23 12:00", True),
        ('from: "07:00", to: "20:00", holidays: false', "2026-11-23 12:00", False),
        ('from: "07:00", to: "20:00", holidays: false', "2026-05-06 12:00", False),
        ('from: "07:00", to: "20:00", holidays: false', "2026-11-24 12:00", True),
        ('from: "22:00", to: "05:00", holidays: false', "2026-11-24 04:00", False),
    ],
)
def test_entry_hours_and_days(tmp_path: Path, hours: str, now: str, is_open: bool) -> None:
    system = load_system(system_with(tmp_path, f"hours: {{{hours}}}\n"), {})
    assert system.hours is not None
    assert system.hours.is_open(datetime.fromisoformat(now)) is is_open


def test_entry_hours_are_told_in_words(tmp_path: Path) -> None:
    said = 'from: "07:00", to: "20:00", days: 平日, holidays: false, closed: [2026-12-29]'
    hours = load_system(system_with(tmp_path, f"hours: {{{said}}}\n"), {}).hours
    assert str(hours) == "月火水木金の 07:00 から 20:00 まで (休み: 祝日、2026/12/29)"


@pytest.fixture
def spoiled(tmp_path: Path) -> Callable[[str, list[tuple[str, str]]], list[BadDeclaration]]:
    """Spoils a copy of the practice system and gives what is found."""
    folder = tmp_path / "practice"
    shutil.copytree(SCENARIOS / "practice", folder)

    def spoil(file: str, changes: list[tuple[str, str]]) -> list[BadDeclaration]:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new, 1)
        path.write_text(text, encoding="utf-8")
        return mistakes(folder, CATALOGUE, {})

    return spoil


Spoil = Callable[[str, list[tuple[str, str]]], list[BadDeclaration]]


def test_all_mistakes_are_found_not_only_the_first(spoiled: Spoil) -> None:
    found = spoiled(
        "risai-shomei.yaml",
        [
            ("{kana|half_kana}", "{kanna|half_kana}"),
            ("{relation|code:relation}", "{relation|kode:relation}"),
            ("use: postal", "use: post"),
            ("    photo: 写真の有無\n", ""),
            ("key: [kana, risai_date]", "key: [kana, name, photo]"),
        ],
    )
    said = [mistake.message + mistake.advice for mistake in found]
    for words in (
        "「kana」ではありませんか",
        "「kode」という変換",
        "「post」という部品",
        "「photo」(写真",
    ):
        assert any(words in each for each in said), words
    assert [mistake.line for mistake in found] == sorted(mistake.line for mistake in found)
    assert len(found) == 5


def test_mistakes_of_form_do_not_hide_those_of_meaning(spoiled: Spoil) -> None:
    found = spoiled(
        "risai-shomei.yaml",
        [
            ("- click: 次へ", "- clik: 次へ"),
            ("{kana|half_kana}", "{kanna|half_kana}"),
            ("title: 罹災", "titel: x\ntitle: 罹災"),
            (
                "- fill: 世帯人数",
                "- read: 人数\n        into: ninzu\n        pattern: 1\n      - fill: x",
            ),
            ('"{setai_ninzu}"', '"{ninzu}"'),
            ("    photo: 写真の有無", "    foto: 写真の有無"),
        ],
    )
    assert {m.key for m in found} >= {"titel", "pattern", "foto"}
    assert any("「clik」という動作" in m.message for m in found)
    assert any("「kanna」" in m.message for m in found)
    assert not any("「ninzu」" in m.message for m in found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_with_or_without_a_mark_of_its_encoding_is_read(
    spoiled: Spoil, tmp_path: Path, encoding: str
) -> None:
    path = tmp_path / "practice" / "kaigo-nintei.yaml"
    path.write_text(path.read_text(encoding="utf-8"), encoding=encoding)
    assert spoiled("risai-shomei.yaml", []) == []
    path.write_text(path.read_text(encoding=encoding).replace("key:", "kei:"), encoding=encoding)
    [line] = {m.line for m in spoiled("risai-shomei.yaml", []) if m.key == "kei"}
    assert path.read_text(encoding=encoding).splitlines()[line - 1].startswith("kei:")


def test_a_file_that_is_not_utf8_is_told(spoiled: Spoil, tmp_path: Path) -> None:
    path = tmp_path / "practice" / "kaigo-nintei.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp932"))
    [mistake] = spoiled("risai-shomei.yaml", [])
    assert "UTF-8 ではありません" in mistake.message
    path.write_text("a: [1,\n", encoding="utf-8")
    [mistake] = spoiled("risai-shomei.yaml", [])
    assert "YAML として読めません" in mistake.message


def test_mistakes_of_form_and_of_meaning_are_told_together(spoiled: Spoil) -> None:
    found = spoiled(
        "system.yaml", [("sessions: 4", "sesions: 4"), ("encoding: cp932", "encoding: sjis")]
    )
    assert [(m.line, m.key) for m in found if m.file.endswith("system.yaml")] == [
        (5, "encoding"),
        (6, "sesions"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("risai-shomei.yaml", "- click: 次へ", "- window: 受付\n        do: [{click: 次へ}]",
         "「受付」という開いたままの窓はありません"),
        ("risai-shomei.yaml", "submit:\n  frame: MAIN", "submit:\n  window: 登録\n  frame: MAIN",
         "「登録」という開いたままの窓"),
        ("risai-shomei.yaml", "- click: 次へ", "- close: 受付", "「受付」という開いたままの窓"),
        ("risai-shomei.yaml", "- click: 次へ", "- upload: 添付\n        file: orignal",
         "「orignal」という記録のファイル"),
        ("risai-shomei.yaml", "- click: 次へ", "- upload: 添付\n        file: guide.pdf",
         "guide.pdf がありません"),
        ("risai-shomei.yaml", "- click: 次へ",
         "- popup: {click: x}\n        as: a\n        close: true", "一緒に書けません"),
        ("risai-shomei.yaml", "- click: 次へ", "- popup: {click: x}", "手順 (do) が要ります"),
        ("risai-shomei.yaml", "- click: 次へ", "- row: 2\n        do: [{click: x}]", "columns"),
        ("risai-shomei.yaml", "- click: 次へ", "- row: {}\n        do: [{click: x}]",
         "番号と columns"),
        ("risai-shomei.yaml", "- click: 次へ", "- click: {text: x, nth: 0}", "1 以上の整数"),
        ("risai-shomei.yaml", "- click: 次へ", "- click: {text: x, nth: '{kanna}'}", "「kanna」"),
        ("risai-shomei.yaml", "- click: 次へ", "- wait: {screen: 状態}", "is か one_of"),
        ("risai-shomei.yaml", "- click: 次へ", "- wait: {all: []}", ""),
        ("risai-shomei.yaml", "- click: 次へ", "- use: postal\n"
         "        with: {heading: x, postal: '{postal}'}\n        into: x", "何も返しません"),
        ("risai-shomei.yaml", "{name|full_width}", "{risai_date|age:kana}", "日付の項目の id"),
        ("system.yaml", "    needs: [heading, date]", "    needs: [heading, date]\n    gives: town",
         "「town」という覚えた名前"),
        ("system.yaml", "- click: 手入力で決定", "- use: type_town\n        with: {address: 'x'}",
         "自分自身を呼んで"),
        ("system.yaml", "- click: ログイン", "- download: {click: 手引き}",
         "download は使えません"),
        ("system.yaml", "  done: {shown", "  window: 仕事\n  done: {shown",
         "「仕事」という開いたまま"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_before_a_run(
    spoiled: Spoil, file: str, old: str, new: str, words: str
) -> None:
    found = spoiled(file, [(old, new)])
    assert found
    assert words in found[0].message + found[0].advice
    assert Path(found[0].file).name == file
    assert found[0].line > 0


def test_what_a_search_reads_is_not_known_to_the_entry(spoiled: Spoil) -> None:
    found = spoiled(
        "risai-shomei.yaml",
        [
            (
                "        - click: 検索",
                "        - click: 検索\n        - read: 番号\n          into: number",
            ),
            ('with: "{name|full_width}"', 'with: "{number}"'),
        ],
    )
    assert [m.message for m in found if "「number」という項目はありません" in m.message]
