"""Computes what runs showed, from stored stages and results: verdict, figures, comparison.

Models are asked for two measurements that are no run: :mod:`.calibration` and :mod:`.voters`.
"""
