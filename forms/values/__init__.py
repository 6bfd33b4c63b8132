"""Text as read or typed → the value of its type. Each normaliser returns a value or raises."""

from forms.values.normalise import normalise

__all__ = ["normalise"]
