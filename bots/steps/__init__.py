"""Doing the steps of a scenario: one small module a family of verbs, `run_steps` over all."""

from bots.steps.runner import run_step, run_steps

__all__ = ["run_step", "run_steps"]
