import csv, io
from pathlib import Path
import pytest
from reportlab.pdfgen.canvas import Canvas
from tests.review.browsing import Desk
from tests.review.seeding import RISAI
from tests.review.test_electronic import listed, texts, no_papers
from tests.workflows.electronic.files import zip_of
from workflows import intake
from workflows.intake.origin import Origin
from workflows.intake.reception import ORIGINALS, enrol
from workflows.office import Office as Worker
from forms.electronic.item import heading_of

pytestmark = pytest.mark.browser

def test_shot(desk: Desk, tmp_path: Path) -> None:
    office = desk.office
    worker = Worker(office.store, office.settings, office.catalogue)
    good = texts(dict(RISAI))
    rows = [good | {"phone": f"03{n:08}"} for n in range(30)]
    rows[2]["phone"] = "312345678"; rows[5] |= {"name": "", "risai_date": "R6.2.30"}
    rows += [rows[0]]
    canvas = Canvas(str(tmp_path / "p.pdf")); canvas.drawString(100, 700, "photo"); canvas.save()
    form = office.catalogue["risai-shomei"]
    import xml.sax.saxutils as s
    xml = "<罹災>" + "".join(f"<{f.id}>{s.escape(good.get(f.id,''))}</{f.id}>" for f in form.fields) + "<備考>至急</備考></罹災>"
    xml = xml.replace(good["phone"], "0398765432xx")
    files = {"一覧.csv": listed(office, "risai-shomei", *rows),
             "申請.zip": zip_of({"申請.xml": xml.encode(), "写真.pdf": (tmp_path/"p.pdf").read_bytes(), "メモ.docx": b"x"}),
             "知らない.csv": "あ,い,う\n1,2,3\n".encode()}
    for n, (name, data) in enumerate(files.items()):
        kept = office_files(worker).keep_bytes(data, ORIGINALS, Path(name).suffix)
        doc = enrol(worker, Origin.of_upload(name, f"{n:032x}", None, "田中"), kept)
        print(name, intake.process(worker, no_papers, doc))
    desk.page.set_viewport_size({"width": 1280, "height": 1024})
    desk.sign_in(path="/intake")
    desk.page.screenshot(path="/tmp/ei_intake.png")
    for path, name in (("/records/3", "rec"), ("/records/32", "rec2"), ("/documents/1", "doc"), ("/documents/2", "doc2")):
        desk.page.goto(desk.page.url.split("/intake")[0].split("/records")[0].split("/documents")[0] + path)
        desk.page.wait_for_timeout(800)
        desk.page.screenshot(path=f"/tmp/ei_{name}.png")

def office_files(worker):
    return worker.files
