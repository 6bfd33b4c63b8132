"""The audit log."""

from workflows.audit.acts import Act
from workflows.audit.log import AuditLog

__all__ = ["Act", "AuditLog"]
