"""The embedded seed: a small model that ships with saturate, and the recipe that made it."""
