"""Applications that come as data, through the same door as papers: lists (CSV, Excel), bundles
(XML or a list with attached files in a ZIP), PDF forms of others.

Nothing of it is recognised: a value is what the file says, or a doubt. What the file says of itself
decides which form it is, or a source map (`forms.electronic.source_map`), or a person.
"""
