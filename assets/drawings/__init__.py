"""Drawings as files: which pages they have, how those look, and what an SVG drawing names where."""
