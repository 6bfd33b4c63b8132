"""The codes of the audit log in the words of the office: see `workflows.audit.words`."""

from workflows.audit.words import in_words

__all__ = ["in_words"]
