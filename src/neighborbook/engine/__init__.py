"""What follows from what exists: pure functions over values."""
