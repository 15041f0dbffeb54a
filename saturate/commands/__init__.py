"""Commands beside ``run``, a module each; ``saturate.cli`` registers them."""
