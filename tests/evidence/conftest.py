"""Property tests here have no deadline: how long a reading takes on a busy machine says nothing about it."""

import pytest
from hypothesis import settings

settings.register_profile("evidence", deadline=None)
settings.load_profile("evidence")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is marked `fuzz` takes long and runs only where it is asked for by that mark."""
    if "fuzz" not in config.option.markexpr:
        for item in items:
            if item.get_closest_marker("fuzz"):
                item.add_marker(pytest.mark.skip(reason="run by `make fuzz`"))
