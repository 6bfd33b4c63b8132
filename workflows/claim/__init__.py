"""The subsidy claim (特別交付税措置) of a fiscal year: worked out, checked, written down, locked.

This file imports nothing: the ledger asks `workflows.claim.locks` whether a year is open, and the
claim is made of the ledger.
"""
