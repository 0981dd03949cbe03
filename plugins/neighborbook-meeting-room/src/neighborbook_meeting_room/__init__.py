"""Rooms for meetings and trainings, as a room type for neighborbook."""
