"""What `utsushi bot run`, `check`, `record` and `edit` leave on this machine: pictures of screens,
reports, traces. Sealed like all else that may show a person, each file bound to its path below the
data folder, and gone after `UTSUSHI_TRIAL_DAYS`.

`drawers` is what the bots put them into; `left` lists, seals anew and sweeps; `clear` opens one for
somebody who looks.
"""
