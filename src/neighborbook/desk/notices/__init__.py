"""Notices: who is told what, the relay that tells it, and the list of whom it did not reach."""
