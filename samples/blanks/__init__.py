"""Draws `blank.pdf` of a form from `blank.yaml` (what is only printed) and `form.yaml` (fields)."""
