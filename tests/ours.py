"""The forms that we ship, read once in a test process: reading them takes a third of a second."""

from forms.catalogue import Catalogue

OURS = Catalogue.load()
