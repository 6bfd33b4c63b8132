"""The blank that a page most likely is, and how it lies on it."""

from collections.abc import Iterator, Sequence

from ocr.align.blank import Blanks
from ocr.align.index import Pairs
from ocr.align.laid import Laid, laid_over
from ocr.align.look import Look
from ocr.align.points import QUICK, THOROUGH, Features, features_of
from ocr.align.sight import Gathered, Sighting, bent, each_with_each, gathered, sighting

LEAST_AGREEING = 14  # features in place for a form to be thought of at all
ASKED = 12  # blanks that the index may name
COUNTED = 4  # of them whose place is sought: those with most pairs that agree on the middle,
VOTED = 3  # and those with most votes (a worn page has few true pairs among many others)
CLOSER = 6  # of them that are compared feature by feature
RIVALS = 2  # of them that are laid over and measured, until one fits
CLEAR_LEAD = 2.5  # a form with this many times the features of the next needs no rival


class Finder:
    """Among the blanks. Not thread-safe."""

    def __init__(self, blanks: Blanks) -> None:
        self._blanks = blanks

    def best(self, look: Look) -> Laid | None:
        """The best of the first look that finds one that fits, or of all."""
        best: Laid | None = None
        for sightings in self._looks(look):
            for seen in sightings:
                laid = laid_over(self._blanks, seen.owner, look, bent(seen).lay)
                if laid.fits:
                    return laid
                if best is None or laid.fit.score > best.fit.score:
                    best = laid
        return best

    def _looks(self, look: Look) -> Iterator[list[Sighting]]:
        """The likely blanks, most agreeing features first: at a quick look, at a closer one at
        those that most speaks for, at a thorough one."""
        page, voted = self._asked(look, QUICK)
        yield self._sightings(page, voted)
        yield self._sightings(page, [self._closer(page, each) for each in voted[:CLOSER]])
        yield self._sightings(*self._asked(look, THOROUGH))

    def _asked(self, look: Look, how: tuple[int, int]) -> tuple[Features, list[Pairs]]:
        small, _ = look.at(min(1.0, how[0] / look.long_side))
        page = features_of(small, look.long_side, how)
        return page, self._blanks.marking.index.ask(page, ASKED)

    def _sightings(self, page: Features, voted: Sequence[Pairs]) -> list[Sighting]:
        known = [found for each in voted if (found := self._gathered(page, each))]
        by_count = sorted(known, key=lambda each: -each.count)
        thought_of = {each.owner: each for each in by_count[:COUNTED] + known[:VOTED]}
        tried = [sighting(each) for each in thought_of.values()]
        likely = [each for each in tried if each and each.agreeing >= LEAST_AGREEING]
        likely.sort(key=lambda each: -each.agreeing)
        is_clear = len(likely) > 1 and likely[0].agreeing > CLEAR_LEAD * likely[1].agreeing
        chosen = likely[:1] if is_clear else likely[:RIVALS]
        return [self._seen_closer(page, voted, each) for each in chosen]

    def _seen_closer(self, page: Features, voted: Sequence[Pairs], seen: Sighting) -> Sighting:
        """The same of paper that seems to be bent, by all pairs that there are: how it is bent must
        not hang on how many other forms there are."""
        if seen.bent_pairs is None:
            return seen
        pairs = next(each for each in voted if each.owner == seen.owner)
        found = self._gathered(page, self._closer(page, pairs))
        closer = found and sighting(found)
        return closer or seen

    def _closer(self, page: Features, pairs: Pairs) -> Pairs:
        return each_with_each(pairs, self._blanks.marking.features[pairs.owner], page)

    def _gathered(self, page: Features, pairs: Pairs) -> Gathered | None:
        marking = self._blanks.marking
        owner = pairs.owner
        return gathered(pairs, marking.features[owner], page, marking.sizes[owner])
