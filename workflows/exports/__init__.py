"""Records going out as files: chosen by form, days and state, laid out as the office needs them.

A file is either whole and as the layout says, or not there: a character that does not fit, a value
that is too long or has no code stops it and is told with its record and column. Only what a person
said is ever written instead of something else.
"""

from workflows.exports.declaration import Characters, Encoding, Format, LayoutDeclaration
from workflows.exports.errors import NotSeen, NotYours, PrivateColumns
from workflows.exports.making import Export, Exports, Written
from workflows.exports.rows import CHOICES, CONFIRMED, Selection
from workflows.exports.shelf import NoSuchLayout, Shelf, fields_of, standard, yaml_of
from workflows.exports.trouble import Kind, Replaced, Trouble, Troubles

__all__ = [
    "CHOICES", "CONFIRMED", "Characters", "Encoding", "Export", "Exports", "Format", "Kind",
    "LayoutDeclaration", "NoSuchLayout", "NotSeen", "NotYours", "PrivateColumns", "Replaced",
    "Selection", "Shelf", "Trouble", "Troubles", "Written", "fields_of", "standard", "yaml_of",
]  # fmt: skip
