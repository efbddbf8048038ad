"""Labelled passages of real released mail: places and labels alone, never the text."""
