"""Read."""

from searchkit.dialects.spec import Target
from searchkit.query.strategy import Strategy


def read(text: str, target: Target) -> Strategy:
    raise NotImplementedError
