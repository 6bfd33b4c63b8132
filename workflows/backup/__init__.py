"""Backups (控え): made while the office works, checked, thinned out, put back (ADR 0039).

`repository` is the folder they lie in, `manifest` what each says of itself, `areas` and `named`
what belongs into one; `making`, `checking`, `pruning` and `restoring` are the commands' deeds,
`keys` the keys beside it, `last` what `utsushi health` tells, `half` a restore that was cut short.
"""
