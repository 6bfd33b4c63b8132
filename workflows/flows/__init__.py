"""The coat: a flow run is a batch, a task run a document or a record. Ids only, no personal data.

Import this after `prefect.env` has set the environment. The steps stand without it. `run_…` run a
batch in this process; `deployed` holds what a supervisor starts from the UI and a worker runs.
"""

from workflows.flows.intake import run_intake
from workflows.flows.records import run_entry

__all__ = ["run_entry", "run_intake"]
