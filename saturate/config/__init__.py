"""What a run is: its settings, its arms, its voters. Imports nothing that computes."""
