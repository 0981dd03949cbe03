"""What a booking costs: ratios to a limit that is measured in the same run, on the same machine."""
