"""A form written as rows of cells: the boxes of its fields and its print follow from them.

`rows` what may be written, `sizes` how much room a cell takes, `spots` where a field's boxes stand
in its cell, `table` rows that repeat, `page` one page from top to bottom, `laying` the whole form.
"""
