"""Commands beside ``run``, a module each; :mod:`saturate.cli` registers them."""
