"""The front desk: what you can do, one transaction each; the only place with a clock."""
