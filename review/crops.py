"""Small pictures of single fields, cut out of pages: many of them for one look.

A page takes some 30 ms to decode, so what was cut is kept for a while, in memory alone and not
beyond `MOST` pictures. Who may see one is asked before, each time.
"""

from collections import OrderedDict
from threading import Lock

from forms.geometry import Box
from review.images import cut_masked, picture_in
from workflows.shared_files import Stored

MOST = 3000  # pictures of about 4 KB


class Crops:
    """Safe for threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, Box, tuple[Box, ...]], bytes] = OrderedDict()
        self._lock = Lock()

    def of(self, page: Stored, place: Box, hidden: tuple[Box, ...]) -> bytes:
        """JPEG of `place` with a margin; `hidden` places of the page are painted over.

        A page's file is named by its content, so the same name is the same picture. Raises
        NoPicture.
        """
        key = page.name, place, hidden
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = cut_masked(picture_in(page), place, hidden)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
