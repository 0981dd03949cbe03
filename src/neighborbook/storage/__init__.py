"""What is kept: one contract (``abc``), and two stores that fulfil it."""

from neighborbook.storage.opening import open_store

__all__ = ["open_store"]
