"""What exists: immutable values without clock, storage, or randomness."""
