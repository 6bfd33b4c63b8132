"""Retention (保存期限): what is past its time is deleted beyond recovery, and that it was, is kept.

`due` tells whose time is over and what is overdue but not completed; `deleting` takes the content
and the files away; `ledger` lists what was deleted; `sealed` is what the audit log says of it, and
`verifying` holds both against each other. A form says how long (`retention:`), else the office
(`UTSUSHI_RETENTION`); where nobody says, nothing is deleted.
"""

from workflows.retention.deleting import Deleted, delete
from workflows.retention.due import Due, Overdue, expired, overdue
from workflows.retention.ledger import Deletion, deletions

__all__ = ["Deleted", "Deletion", "Due", "Overdue", "delete", "deletions", "expired", "overdue"]
