"""Commands beside the run itself, one a file; :mod:`saturate.cli` registers them."""
