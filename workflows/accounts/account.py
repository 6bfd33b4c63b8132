"""Who works here, and how far they see."""

from dataclasses import dataclass

from workflows.accounts.roles import RIGHTS, Right, Role


@dataclass(frozen=True, slots=True)
class Scope:
    """Which departments' papers are seen. `departments` None: those of all, also papers that
    belong to none (no form explains them)."""

    departments: frozenset[str] | None = None

    def sees(self, department: str | None) -> bool:
        return self.departments is None or department in self.departments


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Account:
    """`name` is shown and journaled as `by`, so no two accounts share one."""

    id: int
    login: str
    name: str
    role: Role
    scope: Scope = EVERYTHING

    def may(self, right: Right) -> bool:
        return right in RIGHTS[self.role]
