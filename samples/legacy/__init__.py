"""The practice target system: a municipal web application as they were built about 2003.

It belongs to the samples, knows nothing of the product, and is entered only through its screens.
README.md maps every screen, heading and input name.
"""
