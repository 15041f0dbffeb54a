"""Computes what runs showed, from stored stages and results: verdict, figures, comparison.

Models are asked for three measurements that are no run: :mod:`.calibration`, :mod:`.reading` and
:mod:`.voters`.
"""
