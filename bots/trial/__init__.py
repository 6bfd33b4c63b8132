"""Trying a scenario: step by step, without the committing click, with a trace."""
