"""What the review pages call: the queue of doubted records, answers, and the way on.

A record is open for one reviewer at a time; the lock ends by itself after
`review_lock_seconds` without a call. What the machine read is never changed: answers are kept
beside it, and the latest counts.
"""

from workflows.reviewing.desk import Reviewing
from workflows.reviewing.sheet import Said
from workflows.reviewing.views import FieldView, Locked, Opened, PageView, QueueItem, as_text

__all__ = ["FieldView", "Locked", "Opened", "PageView", "QueueItem", "Reviewing", "Said", "as_text"]
