"""An upload as the server makes it of what a browser sends, without either."""

from workflows.app import Utsushi
from workflows.intake.uploads import Upload

KEY = "0" * 32


def send(
    app: Utsushi, data: bytes, name: str = "a.pdf", key: str = KEY, department: str | None = None,
    size: int | None = None,
) -> int:  # fmt: skip
    with Upload(app.office, name, len(data) if size is None else size) as upload:
        for start in range(0, len(data), 1000):
            upload.write(data[start : start + 1000])
        return upload.take("田中", department, key)
