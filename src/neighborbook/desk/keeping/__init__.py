"""Keeping a database: audits, backups, and copies to another one."""
