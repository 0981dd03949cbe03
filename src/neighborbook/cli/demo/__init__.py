"""A day at the reference center: ``python -m neighborbook.cli.demo``.

185 firms of uneven size book rooms, halls and courts through the desk. Seed and clock are fixed, so
every run tells the same story.
"""
