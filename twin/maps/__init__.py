"""A map of France that needs no network: an outline of a few kilobytes, and stations placed on it."""
