"""A run's report while the run grows, served on this machine alone."""
