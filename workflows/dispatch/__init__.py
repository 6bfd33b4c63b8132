"""Handing batches out to the work pools, where `UTSUSHI_DISPATCH` says so.

The store decides what is to be done and knows what was handed out; Prefect carries it to whichever
worker is free. What was handed out and came to nothing (a killed worker, a run that was cancelled
or deleted in the UI) is handed out again.
"""

from workflows.dispatch.documents import hand_out_documents
from workflows.dispatch.entries import hand_out_entries
from workflows.dispatch.watching import HandingOut

__all__ = ["HandingOut", "hand_out_documents", "hand_out_entries"]
