"""QR codes on scans: those printed on forms, and those of separator sheets."""

from ocr.qr.codes import Code, codes_in

__all__ = ["Code", "codes_in"]
