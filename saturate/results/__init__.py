"""``results.json``: its schema, its reading and writing, and its figures as text. Computes none."""
