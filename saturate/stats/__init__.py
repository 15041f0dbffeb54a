"""What a number of items can show: intervals, frontiers, posteriors, power. Knows no run."""
