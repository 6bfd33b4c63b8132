"""What a scenario says: read from YAML, checked before any run."""

from bots.scenario.loader import (
    SCENARIOS,
    load_scenario,
    load_scenarios,
    load_system,
    system_folder,
    system_folders,
)
from bots.scenario.scenario import Scenario, System

__all__ = [
    "SCENARIOS",
    "Scenario",
    "System",
    "load_scenario",
    "load_scenarios",
    "load_system",
    "system_folder",
    "system_folders",
]
