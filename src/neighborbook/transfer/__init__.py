"""Files in and out: a center's book as CSV, JSON lines, spreadsheets, and calendars."""
