"""What `utsushi bot run`, `check`, `record` and `edit` leave on this machine: pictures of screens,
reports, traces. Sealed like all else that may show a person, each file bound to its path below the
data folder, and gone after `UTSUSHI_TRIAL_DAYS`.

`drawers` is what the bots put them into, and opens one for somebody who looks; `left` lists, seals
anew and sweeps; `sweeping` does so with what the template editor tried.
"""
