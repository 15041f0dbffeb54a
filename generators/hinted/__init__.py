"""Ladders whose digits stand behind index hints."""
