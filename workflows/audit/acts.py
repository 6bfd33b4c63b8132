"""What is written into the audit log. A new kind of deed gets a line here."""

from enum import StrEnum


class Act(StrEnum):
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    OPENED = "opened"  # a record was looked at
    PICTURE_SEEN = "picture_seen"
    REVEALED = "revealed"  # a private value or an unmasked page
    ANSWERED = "answered"  # a field was accepted or corrected
    MOVED = "moved"  # confirmed, held, sent back, other form, reopened
    UPLOADED = "uploaded"
    EXPORTED = "exported"
    FORM_SAVED = "form_saved"
    SETTING_CHANGED = "setting_changed"
