"""What a supervisor starts, stops and schedules in the Prefect UI, declared and applied from here.

Import `declared` for the names alone; `applying` needs the environment of `prefect.env`.
"""

from workflows.deployments.declared import BOTS, DEPLOYMENTS, NAMES, OCR, Deployment, Name

__all__ = ["BOTS", "DEPLOYMENTS", "NAMES", "OCR", "Deployment", "Name"]
