"""The supervisor's side of sampling: rates, what they brought to light, how much waits."""

from collections.abc import Sequence
from dataclasses import dataclass

from forms.catalogue import Catalogue
from forms.errors import RuleBroken
from workflows.accounts import Account, Scope
from workflows.clock import Clock, utc_now
from workflows.reviewing.missing import Missing
from workflows.reviewing.sight import forms_in
from workflows.second_looks import rates
from workflows.second_looks.rates import OTHERS, Rate
from workflows.second_looks.silent import Silent, silent_errors
from workflows.store.database import Store


@dataclass(frozen=True, slots=True)
class FormRate:
    """The rate that counts for a form; `is_own` where it does not follow that of all others.
    `form` is empty for the rate of all that have none of their own."""

    form: str
    title: str
    rate: Rate
    is_own: bool


class NoSuchForm(Missing):
    def __init__(self) -> None:
        super().__init__("この様式の割合は決められません。")


class Sampling:
    def __init__(self, store: Store, catalogue: Catalogue, clock: Clock = utc_now) -> None:
        self._store, self._catalogue, self._clock = store, catalogue, clock

    def rates(self, scope: Scope) -> Sequence[FormRate]:
        """That of all others first, for those who see all; then each form's."""
        with self._store.read() as session:
            current = rates.current(session)
        others = current[OTHERS]
        visible = forms_in(self._catalogue, scope)
        lines = [
            FormRate(form.id, form.title, current.get(form.id, others), form.id in current)
            for form in self._catalogue
            if form.id in visible
        ]
        if scope.departments is None:
            lines.insert(0, FormRate(OTHERS, "", others, is_own=True))
        return tuple(lines)

    def set_rate(self, person: Account, form: str, share: float | None, *, holding: bool) -> None:
        """Counts for what becomes ready from now on; None: as that of all others.

        Raises RuleBroken for a share that is none or that is missing, NoSuchForm for a form that is
        not the person's.
        """
        is_seen = form in forms_in(self._catalogue, person.scope)
        if not is_seen and not (form == OTHERS and person.scope.departments is None):
            raise NoSuchForm
        with self._store.write() as session:
            if share is None and holding != rates.current(session)[OTHERS].holding:
                raise RuleBroken(
                    "共通と違う決め方をするには、割合も要ります。",
                    advice="割合を % で入力してください。",
                )
            rates.put(session, form, share, holding, person.name, self._clock())

    def silent(self, scope: Scope) -> Sequence[Silent]:
        return silent_errors(self._store, self._catalogue, scope)
