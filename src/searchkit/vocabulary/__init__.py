"""Vocabularies: MeSH as a value, where it is kept, and crosswalks to other thesauri."""

from __future__ import annotations

from searchkit.vocabulary.crosswalk import Crosswalk, read_crosswalk
from searchkit.vocabulary.files import read_mesh
from searchkit.vocabulary.hierarchy import Hierarchy, read_hierarchy
from searchkit.vocabulary.mesh import Descriptor, Kind, Match, Mesh
from searchkit.vocabulary.storage import installed, load, store

__all__ = [
    "Crosswalk",
    "Descriptor",
    "Hierarchy",
    "Kind",
    "Match",
    "Mesh",
    "installed",
    "load",
    "read_crosswalk",
    "read_hierarchy",
    "read_mesh",
    "store",
]
