"""Entering many records into a target system on bad days, with workers that are killed at random.

`papers` invents the records, `storms` the faults, `workers` run and die, `trial` is one run against
one system, `outcome` compares the target's rows with the records.
"""
