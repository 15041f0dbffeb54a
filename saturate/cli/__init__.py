"""Commands beside the run itself, one a file; :mod:`saturate.cli.app` registers them."""
