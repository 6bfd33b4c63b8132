"""Roles and what each may do: one table, in one place."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    CLERK = "clerk"
    IT = "it"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"


class Right(StrEnum):
    """What a page or a command may ask for."""

    REVIEW = "review"  # answer, hold, send back, confirm; upload papers; see their way
    REVEAL = "reveal"  # see a private value; every asking is logged
    EXPORT = "export"
    EDIT_FORMS = "edit_forms"
    MANAGE_ACCOUNTS = "manage_accounts"
    SUPERVISE = "supervise"  # sampling rate, settling of differences, figures
    READ_WORK = "read_work"  # look at queue, history and evidence, change nothing
    READ_AUDIT = "read_audit"
    READ_COSTS = "read_costs"  # costs, effect, claims and reports
    KEEP_COSTS = "keep_costs"  # enter and change costs, lock a claimed year


TITLES: Mapping[Role, str] = {
    Role.CLERK: "職員",
    Role.IT: "情報担当",
    Role.SUPERVISOR: "管理者 (係長・課長)",
    Role.AUDITOR: "監査",
}

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.CLERK: frozenset({Right.REVIEW, Right.REVEAL, Right.READ_WORK, Right.EXPORT}),
    Role.IT: frozenset({Right.EDIT_FORMS, Right.MANAGE_ACCOUNTS}),
    Role.SUPERVISOR: frozenset(
        {
            Right.REVIEW,
            Right.REVEAL,
            Right.READ_WORK,
            Right.EXPORT,
            Right.SUPERVISE,
            Right.READ_COSTS,
            Right.KEEP_COSTS,
        }
    ),
    Role.AUDITOR: frozenset({Right.READ_WORK, Right.READ_AUDIT, Right.READ_COSTS}),
}
