"""The objects of a PDF through pypdf: one door, and one list of what it may stumble over."""

import io
import logging
import struct
import zlib

from pypdf import PdfReader
from pypdf.errors import PyPdfError

TROUBLES = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError,
    RecursionError, NotImplementedError, struct.error, zlib.error,
)  # fmt: skip
"""Raised by pypdf over files that are broken, or made to break it."""


def reader_of(data: bytes) -> PdfReader:
    """`data` of a PDF. Its own warnings show bytes of the file, which are somebody's data: they go
    to no log. Raises one of `TROUBLES`, here and at every object."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    return PdfReader(io.BytesIO(data))
