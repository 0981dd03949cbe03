"""iCalendar: values in, bytes out, and back. Here our words meet those of RFC 5545 and RFC 7986.

Pure: no clock, no store. What comes in has been redacted; nothing here decides who sees what.
Calendars are written by a plain formatter of our own: icalendar takes about ten times as long,
folds and invents on its own, and cannot join VEVENTs that were rendered before. icalendar reads:
the linter looks at what we wrote through its eyes. What others wrote is read by ``lines``,
``recurrence`` and ``entries`` alone: icalendar keeps their zones for the whole process.
"""
