"""Commands beside ``run``, one a module; :mod:`saturate.cli` registers them."""
