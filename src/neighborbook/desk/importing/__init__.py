"""Bringing bookings in by the thousand, each judged as if it were booked by itself."""
