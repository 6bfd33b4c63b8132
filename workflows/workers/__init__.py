"""`utsushi worker`: takes flow runs from the work pools and runs each in a process of its own.

`serving` polls; `run` is that process: `python -m workflows.workers.run FLOW_RUN`.
"""
