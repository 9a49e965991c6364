"""What all tests share: where the project and, when it is there, the shared material lie."""

from __future__ import annotations

from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared"


@pytest.fixture(scope="session")
def project() -> Path:
    """The folder of the project."""
    return PROJECT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material; tests that need it say that they skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("the shared material is not beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def protocol(project: Path) -> str:
    """The strategy of the protocol, faults included."""
    return (project / "queries" / "peer-support" / "strategy.ovid.txt").read_text(encoding="utf-8")
