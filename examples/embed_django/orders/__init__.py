"""Orders for cooking evenings."""
