"""Look-alike review: many readings that should look the same are looked at together.

The person marks those that do not; one Enter accepts the others as seen. What was marked stays in
doubt, with a word that says so, and waits in the queue. A record that another person has in hand
is never touched.
"""

from workflows.alike.desk import Alike
from workflows.alike.groups import Group, Heap
from workflows.alike.items import Item, Key, Shown
from workflows.alike.settling import Decision, Outcome

__all__ = ["Alike", "Decision", "Group", "Heap", "Item", "Key", "Outcome", "Shown"]
