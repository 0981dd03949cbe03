"""Founding a center: asking what it is, and writing its file and its database."""
