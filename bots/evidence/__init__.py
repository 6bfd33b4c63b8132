"""Evidence of an entry: pictures and words of screens, masked when they are taken, kept by hash."""

from bots.evidence.camera import Shot, picture, prepare, read_text, shoot, take
from bots.evidence.downloads import fit_to_keep
from bots.evidence.hiding import SHOWN, Hiding, hide
from bots.evidence.keeping import Keeper, Shelf, is_intact, store
from bots.evidence.private import hiding_of

__all__ = [
    "SHOWN", "Hiding", "Keeper", "Shelf", "Shot", "fit_to_keep", "hide", "hiding_of", "is_intact",
    "picture", "prepare", "read_text", "shoot", "store", "take",
]  # fmt: skip
