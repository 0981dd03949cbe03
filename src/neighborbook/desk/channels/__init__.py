"""By what notices leave the house: mail, webhook, a group's robot, a file, a function."""
