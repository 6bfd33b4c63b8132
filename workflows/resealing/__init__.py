"""Everything under the key that seals now: after a new key (`utsushi keys rotate`), and where an
older installation still has things in clear (`utsushi keys seal`).

Values row by row, files one by one, each in a transaction of the store, so that nobody writes or
deletes the same meanwhile and work goes on in between. What is done already is passed over: after
a kill the same command carries on. `database`, `shelves` do it; `census` counts; `rotation` makes
the new key and forgets the old one; `remains` takes away what the clear ones left behind;
`copies` tells whether somebody has a copy of the keys.
"""

from workflows.resealing.census import Census, count
from workflows.resealing.rotation import Rotated, rotate, seal_all

__all__ = ["Census", "Rotated", "count", "rotate", "seal_all"]
