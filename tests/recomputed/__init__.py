"""Exported tables of stores made at random → the figures, bases and sentences of pages, computed anew in plain Python.

Nothing of the program that computes is used here, but for making the stores: only what it exports, as a reader has it.
"""
