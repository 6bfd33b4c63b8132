"""Stacks scanned in one go: separator sheets announce what comes after them, and it is counted.

`sheets` makes and lists the sheets, `printed` is how one looks, `key` what they are known by;
`dividing` sorts what was read under them, `outcome` is what became of a part, `words` says it,
`keeping` knows the store.
"""
