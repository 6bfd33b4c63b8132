"""Applications that come as data: which of its names is which field, and values → a record.

Pure: nothing here opens a file but the source maps, which lie beside the forms.
"""
