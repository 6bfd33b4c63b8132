"""Named accounts: who may sign in, what each role may do, whose papers each sees.

Only what all rooms use is named here; the book, the door and the sessions are modules beside.
"""

from workflows.accounts.account import EVERYTHING, Account, Scope
from workflows.accounts.roles import RIGHTS, TITLES, Right, Role

__all__ = ["EVERYTHING", "RIGHTS", "TITLES", "Account", "Right", "Role", "Scope"]
