"""A run from its settings to its results: fill in, plan, go through the rounds, collect, sum up."""
