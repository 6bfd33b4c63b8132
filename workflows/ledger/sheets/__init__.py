"""Costs as tables: CSV and Excel files coming in, the template going out."""
