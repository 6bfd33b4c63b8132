"""Figures: each module prints what the docs quote."""
