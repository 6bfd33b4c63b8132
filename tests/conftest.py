"""For every test: hypothesis measures no time (a busy machine is slow, not wrong)."""

from hypothesis import settings

settings.register_profile("utsushi", deadline=None)
settings.load_profile("utsushi")
