"""What the decoding of a first page would wait for, made ready while that page is being laid."""

import threading

from ocr.decode import classes
from ocr.engines.engine import Vocabulary
from ocr.lexicon import people
from ocr.lexicon.places import places

UNLISTED = "〇〇"


class Warming:
    """Alphabets and lexicons, about a second of work, in a thread of its own."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._thread = threading.Thread(target=_warm, args=(vocabulary,), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Returns when all is ready. Where something failed, the decoding meets it again."""
        self._thread.join()


def _warm(vocabulary: Vocabulary) -> None:
    for made in (classes.katakana, classes.names, classes.mixed):
        made(vocabulary)
    for lexicon in (people.in_kanji(), people.in_kana()):
        list(lexicon.proposals(UNLISTED, {}))  # a name that no list has asks all of them
    places()
