"""Draws `blank.pdf` of a form from its fields and its print (`sheet:` or `blank.yaml`)."""
