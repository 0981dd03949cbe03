"""Outside calendars whose entries close rooms, side by side with this book."""
