"""The commands, by what they are about; ``program`` says which there are and loads them by name."""

from __future__ import annotations

from neighborbook.cli.program import neighborbook

__all__ = ["neighborbook"]
