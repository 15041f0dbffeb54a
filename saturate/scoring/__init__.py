"""Scores by lm-eval's own evaluator over our sampler."""
