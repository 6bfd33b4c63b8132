"""What is proposed for blanks that are drawn here: layouts of other offices than ours."""

from pathlib import Path

import pytest

from forms.errors import UnreadableFile
from forms.form import FieldType, Mark
from forms.source import load_form
from forms.writing import yaml_of
from ocr.drafting import Draft, Drafter, DraftField, DraftRows
from ocr.drafting.declaring import declared, sections_of, write_blank
from tests.ocr.drawing import Paper

HEIGHT = 130
"""Of the paper in mm: room for what is drawn here. A whole A4 takes twice as long to look at."""


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path / "blank.pdf", HEIGHT)


def propose(paper: Paper) -> Draft:
    return Drafter().propose(paper.done())


def only(draft: Draft) -> DraftField:
    assert len(draft.entries) == 1, draft.entries
    (entry,) = draft.entries
    assert isinstance(entry, DraftField)
    return entry


def by_label(draft: Draft) -> dict[str, DraftField]:
    return {field.label: field for field in draft.fields()}


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("氏名", FieldType.NAME),
        ("フリガナ", FieldType.KANA),
        ("住所", FieldType.ADDRESS),
        ("電話番号", FieldType.PHONE),
        ("続柄", FieldType.TEXT),
        ("申請の理由", FieldType.TEXT),
    ],
)
def test_an_empty_cell_gets_the_type_that_its_label_asks_for(
    paper: Paper, label: str, kind: FieldType
) -> None:
    field = only(propose(paper.row(50, 12, [20, 60, 190]).text(24, 54, label)))
    assert (field.label, field.type) == (label, kind)
    assert field.box == pytest.approx((61, 51, 128, 10), abs=1)


def test_letters_of_a_label_may_stand_apart_or_below_each_other(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "フリガナ", gap=4)
    paper.row(62, 30, [20, 60, 190]).down(38, 66, "住所", step=10)
    assert list(by_label(propose(paper))) == ["フリガナ", "住所"]


def test_a_label_in_the_corner_of_its_own_cell_leaves_the_rest_to_write_in(paper: Paper) -> None:
    paper.box(20, 50, 80, 14).text(21, 51, "氏名", size=7)
    paper.box(100, 50, 80, 14).text(101, 51, "電話番号", size=7)
    fields = by_label(propose(paper))
    assert {label: f.type for label, f in fields.items()} == {
        "氏名": FieldType.NAME, "電話番号": FieldType.PHONE
    }  # fmt: skip
    x, y, w, h = fields["氏名"].box
    assert (x >= 20, y >= 50, x + w <= 100, y + h <= 64, w > 50) == (True,) * 5


@pytest.mark.parametrize("dashed", [True, False])
@pytest.mark.parametrize("count", [2, 7, 12])
def test_boxes_of_a_comb_are_counted(paper: Paper, count: int, dashed: bool) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "口座番号").comb(65, 53, count, dashed=dashed)
    field = only(propose(paper))
    assert (field.type, field.cells) == (FieldType.NUMBER, count)
    assert field.box == pytest.approx((65, 53, 6 * count, 6), abs=0.7)


def test_twelve_boxes_for_an_individual_number_are_private(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "個人番号", gap=2).comb(65, 53, 12)
    field = only(propose(paper))
    assert (field.type, field.cells, field.private) == (FieldType.MY_NUMBER, 12, True)


def test_a_postal_code_above_an_address_is_a_field_of_its_own(paper: Paper) -> None:
    paper.row(50, 22, [20, 60, 190]).text(24, 58, "住所").text(63, 52, "〒").comb(68, 52, 7)
    fields = by_label(propose(paper))
    assert fields["郵便番号"].type is FieldType.POSTAL_CODE
    assert fields["郵便番号"].cells == 7
    assert fields["住所"].type is FieldType.ADDRESS
    assert fields["住所"].box[1] > 57


@pytest.mark.parametrize(
    ("before", "era", "eras"),
    [
        ("令和", "令和", ()),
        ("", None, ()),
        ("昭和・平成・令和", None, ("昭和", "平成", "令和")),
        ("明大昭平令", None, ("明治", "大正", "昭和", "平成", "令和")),
        ("S・H・R", None, ("昭和", "平成", "令和")),
    ],
)
def test_a_date_has_its_parts_and_its_eras(
    paper: Paper, before: str, era: str | None, eras: tuple[str, ...]
) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "生年月日").date(65, 54, before=before)
    field = only(propose(paper))
    assert (field.label, field.type, field.era) == ("生年月日", FieldType.DATE, era)
    assert tuple(o.value for o in field.eras) == eras
    parts = [part for part in (field.year, field.month, field.day) if part is not None]
    assert [x for x, *_ in parts] == sorted(x for x, *_ in parts)
    assert [w >= 5 and h >= 5 for _, _, w, h in parts] == [True] * 3


def test_eras_in_two_lines_belong_to_the_date_beside_them(paper: Paper) -> None:
    paper.row(50, 16, [20, 60, 190]).text(24, 56, "生年月日")
    paper.text(62, 52, "大正・昭和").text(62, 58, "平成・令和").date(80, 56)
    field = only(propose(paper))
    assert [o.value for o in field.eras] == ["大正", "昭和", "平成", "令和"]


def test_a_spaced_label_that_ends_in_a_date_is_no_date(paper: Paper) -> None:
    paper.row(50, 12, [20, 90, 190]).text(24, 54, "申請年月日", gap=8)
    assert only(propose(paper)).type is FieldType.TEXT


def test_two_dates_of_a_period_are_told_apart(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "有効期間")
    paper.date(63, 54, before="令和").text(107, 54, "から").date(120, 54, before="令和")
    paper.text(164, 54, "まで")
    assert list(by_label(propose(paper))) == ["有効期間の開始日", "有効期間の終了日"]


@pytest.mark.parametrize(
    ("printed", "values"),
    [
        ("男 ・ 女", ["男", "女"]),
        ("男・女", ["男", "女"]),
        ("有　　無", ["有", "無"]),
        ("普通 / 当座 / その他", ["普通", "当座", "その他"]),
        ("１ 普通　２ 当座　３ 貯蓄", ["普通", "当座", "貯蓄"]),
        ("①新築　②増築　③改築", ["新築", "増築", "改築"]),
        (
            "要支援　１・２　要介護　１・２・３",
            ["要支援1", "要支援2", "要介護1", "要介護2", "要介護3"],
        ),
    ],
)
def test_printed_words_are_choices_to_ring(paper: Paper, printed: str, values: list[str]) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "選択").text(65, 54, printed)
    field = only(propose(paper))
    assert (field.type, field.mark) == (FieldType.CHOICE, Mark.CIRCLE)
    assert [o.value for o in field.options] == values
    lefts = [o.box[0] for o in field.options]
    assert lefts == sorted(lefts)


def test_squares_are_choices_to_tick_with_the_words_behind_them(paper: Paper) -> None:
    paper.row(50, 18, [20, 60, 190]).text(24, 54, "被害の箇所（複数可）", size=7)
    for n, word in enumerate(("屋根", "外壁", "窓・建具", "その他")):
        x, y = 64 + 50 * (n % 2), 52 + 8 * (n // 2)
        paper.box(x, y, 4, 4).text(x + 6, y + 0.5, word)
    field = only(propose(paper))
    assert (field.label, field.mark, field.multiple) == ("被害の箇所", Mark.CHECK, True)
    assert [o.value for o in field.options] == ["屋根", "外壁", "窓・建具", "その他"]
    assert field.options[0].box == pytest.approx((64, 52, 4, 4), abs=0.4)


def test_room_before_choices_and_in_brackets_is_to_write_in(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "金融機関名").text(140, 54, "銀行・信金・農協")
    paper.row(62, 12, [20, 60, 190]).text(24, 66, "理由").text(65, 66, "転入 ・ 出生 ・ その他（")
    paper.text(140, 66, "）")
    fields = by_label(propose(paper))
    assert fields["金融機関名"].type is FieldType.TEXT
    assert [o.value for o in fields["金融機関名の種別"].options] == ["銀行", "信金", "農協"]
    assert [o.value for o in fields["理由"].options] == ["転入", "出生", "その他"]
    assert fields["理由（その他）"].type is FieldType.TEXT


def test_a_phone_with_printed_brackets_is_one_field(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "電話番号").text(65, 54, "（").text(85, 54, "）")
    field = only(propose(paper.text(110, 54, "－")))
    assert (field.type, field.box[2] > 100) == (FieldType.PHONE, True)


def test_a_unit_behind_the_room_makes_it_a_number(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 100]).text(24, 54, "世帯の大きさ").text(90, 54, "人")
    field = only(propose(paper))
    assert field.type is FieldType.NUMBER
    assert field.box[0] + field.box[2] <= 90


def test_a_place_for_a_seal_is_kept_out_of_the_name(paper: Paper) -> None:
    paper.row(50, 14, [20, 60, 190]).text(24, 55, "氏名").text(170, 55, "印", size=11)
    fields = by_label(propose(paper))
    assert fields["氏名の印"].type is FieldType.SEAL
    name = fields["氏名"].box
    assert name[0] + name[2] <= fields["氏名の印"].box[0] + 0.5


def test_rows_that_repeat_are_one_group(paper: Paper) -> None:
    xs = [20, 70, 90, 150, 190]
    paper.row(50, 8, xs)
    for x, head in zip(xs, ("児童の氏名", "続柄", "生年月日", "性別"), strict=False):
        paper.text(x + 2, 52, head)
    for n in range(4):
        y = 58 + 12 * n
        paper.row(y, 12, xs).date(91, y + 4, gap=8).text(156, y + 4, "男 ・ 女")
    (rows,) = propose(paper).entries
    assert isinstance(rows, DraftRows)
    assert (rows.title, rows.count) == ("児童", 4)
    assert rows.step == pytest.approx(12, abs=0.1)
    assert [f.type.value for f in rows.fields] == ["name", "text", "date", "choice"]


def test_same_labels_of_two_parts_are_told_apart_by_the_part(paper: Paper) -> None:
    for n, part in enumerate(("申請者", "代理人")):
        y = 50 + 30 * n
        paper.box(20, y, 8, 24).down(22, y + 3, part, step=6)
        paper.row(y, 12, [28, 60, 190]).text(32, y + 4, "氏名")
        paper.row(y + 12, 12, [28, 60, 190]).text(32, y + 16, "電話番号")
    fields = {f.id: f.label for f in propose(paper).fields()}
    assert fields == {
        "name": "氏名", "phone": "電話番号", "agent_name": "代理人氏名",
        "agent_phone": "代理人電話番号",
    }  # fmt: skip


def test_what_the_office_fills_in_is_not_proposed(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "氏名")
    paper.text(20, 78, "※市町村記入欄（記入しないでください。）")
    paper.row(84, 12, [20, 60, 190]).text(24, 88, "認定年月日").date(65, 88)
    paper.box(150, 20, 40, 20).text(152, 21, "受付印", size=7)
    draft = propose(paper)
    assert list(by_label(draft)) == ["氏名"]
    assert len(draft.pages[0].staff) == 2


def test_notes_and_the_title_are_no_fields(paper: Paper) -> None:
    paper.text(70, 20, "犬の登録申請書", size=16, gap=1).text(20, 32, "〇〇市長　あて")
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "犬の名")
    paper.row(62, 12, [20, 190]).text(24, 66, "※ 鑑札は、必ず犬に着けてください。")
    draft = propose(paper)
    assert draft.title == "犬の登録申請書"
    assert list(by_label(draft)) == ["犬の名"]


def test_without_rules_a_label_has_the_room_behind_it(paper: Paper) -> None:
    paper.text(120, 30, "申請日").date(132, 30, before="令和")
    paper.text(90, 50, "住所").text(90, 60, "氏　名").text(170, 60, "印")
    paper.text(90, 70, "電話番号").text(20, 90, "次のとおり申請します。")
    fields = by_label(propose(paper))
    assert {label: f.type.value for label, f in fields.items()} == {
        "申請日": "date", "住所": "address", "氏名": "name", "印": "seal", "電話番号": "phone"
    }  # fmt: skip


def test_dotted_lines_and_thick_frames_make_cells_too(paper: Paper) -> None:
    paper.box(20, 50, 170, 36, thick=2.5).rule(60, 50, 60, 86)
    paper.rule(20, 62, 190, 62, (1, 2)).rule(20, 74, 190, 74, (3, 3))
    for n, label in enumerate(("フリガナ", "氏名", "住所")):
        paper.text(24, 54 + 12 * n, label)
    assert list(by_label(propose(paper))) == ["フリガナ", "氏名", "住所"]


def test_two_columns_keep_each_its_own_labels(paper: Paper) -> None:
    for n, label in enumerate(("氏名", "生年月日", "住所")):
        paper.row(50 + 12 * n, 12, [20, 45, 100]).text(22, 54 + 12 * n, label)
    for n, label in enumerate(("勤務先", "電話番号", "続柄")):
        paper.row(50 + 12 * n, 12, [110, 135, 190]).text(112, 54 + 12 * n, label)
    fields = by_label(propose(paper))
    assert fields["氏名"].box[0] < 100 < fields["勤務先"].box[0]
    assert set(fields) == {"氏名", "生年月日", "住所", "勤務先", "電話番号", "続柄"}


def test_every_page_has_its_own_fields(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "氏名").text(20, 30, "申請者の欄です。一枚目。")
    paper.next_page()
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "備考").text(20, 30, "その他の欄です。二枚目。")
    assert [(f.label, f.page) for f in propose(paper).fields()] == [("氏名", 1), ("備考", 2)]


def test_a_blank_without_anything_to_fill_in_has_no_fields(paper: Paper) -> None:
    assert propose(paper.text(20, 30, "この紙には、何も記入しないでください。")).entries == ()


def test_a_pile_of_papers_is_no_blank(paper: Paper) -> None:
    for _ in range(20):
        paper.text(20, 30, "申請書").next_page()
    with pytest.raises(UnreadableFile, match="20 ページを超えています"):
        propose(paper)


def test_a_draft_is_a_form_at_once(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "blank.pdf")
    paper.text(70, 20, "水道使用開始届", size=16)
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "氏名")
    paper.row(62, 12, [20, 60, 190]).text(24, 66, "使用開始日").date(65, 66, before="令和")
    draft, folder = propose(paper), tmp_path / "made"
    folder.mkdir()
    (folder / "form.yaml").write_text(yaml_of(declared(draft), sections_of(draft)), "utf-8")
    write_blank(draft, paper.path, folder / "blank.pdf")
    form = load_form(folder / "form.yaml")
    assert (form.title, form.pages[0].width, form.pages[0].height) == ("水道使用開始届", 210, 297)
    assert [f.type.value for f in form.fields] == ["name", "date"]
    assert form.blank.read_bytes() == paper.path.read_bytes()


def test_of_two_labels_in_one_cell_each_names_the_row_beside_it(paper: Paper) -> None:
    paper.box(20, 50, 40, 18).text(24, 51, "フリガナ", size=7).text(24, 60, "被保険者氏名")
    paper.box(60, 50, 130, 18).rule(60, 55, 190, 55, (1, 1))
    fields = by_label(propose(paper))
    assert {label: f.type for label, f in fields.items()} == {
        "フリガナ": FieldType.KANA, "被保険者氏名": FieldType.NAME
    }  # fmt: skip


def test_a_postal_code_without_boxes_and_a_phone_share_the_cell_of_an_address(paper: Paper) -> None:
    paper.row(50, 16, [20, 60, 190]).text(24, 56, "住所").text(62, 51, "〒").text(130, 51, "連絡先")
    fields = by_label(propose(paper))
    assert {label: f.type.value for label, f in fields.items()} == {
        "郵便番号": "postal_code", "住所": "address", "連絡先": "phone"
    }  # fmt: skip


def test_choices_in_brackets_have_the_label_before_them(paper: Paper) -> None:
    paper.row(50, 12, [20, 130, 190]).text(22, 51, "申請者氏名", size=8)
    paper.text(134, 54, "連絡先（自宅・勤務先）", size=8)
    fields = by_label(propose(paper))
    assert [o.value for o in fields["連絡先"].options] == ["自宅", "勤務先"]
    assert fields["申請者氏名"].type is FieldType.NAME


def test_words_before_choices_are_no_choice(paper: Paper) -> None:
    paper.row(50, 12, [20, 60, 190]).text(24, 54, "課税状況")
    paper.text(64, 54, "市町村民税").text(100, 54, "課税　・　非課税")
    assert [o.value for o in only(propose(paper)).options] == ["課税", "非課税"]


@pytest.mark.parametrize("is_printed", [True, False])
def test_squares_in_cells_of_their_own_choose_among_the_words_beside(
    paper: Paper, is_printed: bool
) -> None:
    paper.box(20, 50, 40, 24).text(24, 58, "収入の申告")
    for n, words in enumerate(("① 生活保護を受けています", "② 非課税世帯です")):
        y = 50 + 12 * n
        paper.row(y, 12, [60, 70, 190]).text(74, y + 4, words)
        paper.text(63, y + 4, "□") if is_printed else paper.box(63, y + 4, 4, 4)
    field = only(propose(paper))
    assert (field.label, field.mark) == ("収入の申告", Mark.CHECK)
    assert [o.value for o in field.options] == ["生活保護を受けています", "非課税世帯です"]


def test_a_comb_at_the_line_of_its_cell_leaves_the_cell_whole(paper: Paper) -> None:
    paper.row(50, 20, [20, 60, 190]).text(24, 58, "住所").text(63, 51, "〒").comb(68, 50, 7)
    fields = by_label(propose(paper))
    assert fields["郵便番号"].cells == 7
    assert fields["住所"].box == pytest.approx((61, 57, 128, 12), abs=1.2)
