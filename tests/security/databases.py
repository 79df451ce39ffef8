"""A test that asks both databases: marked for this run's, and once more for PostgreSQL (bin/test postgres)."""

from __future__ import annotations

import pytest

on_both = pytest.mark.parametrize("database", ["", pytest.param("postgres", marks=pytest.mark.postgres)])
