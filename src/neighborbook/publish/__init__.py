"""Publishing without a server: a folder of calendars and pages that anything can hand out."""
