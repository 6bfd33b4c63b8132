"""The approval gate: what is entered is what a supervisor saw and approved.

`holding` decides whether a record may be entered, `asking` makes the question, `deciding` takes the
answer, `sight` tells people what waits. The store is the truth; Prefect's page (`flows.gate`) is
where the question is shown and answered. A record that changed since is asked about again, and an
approval is used by one entry.
"""
