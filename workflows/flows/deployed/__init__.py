"""The flows that a supervisor starts in the UI, or a schedule does, and a worker runs: one module
each, imported by its entry point (`workflows.deployments.declared`).

`…_flow(open_app)` makes one around another installation: tests use that.
"""
