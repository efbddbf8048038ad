"""Property tests here have no deadline: how long a reading takes on a busy machine says nothing about it."""

from hypothesis import settings

settings.register_profile("evidence", deadline=None)
settings.load_profile("evidence")
