"""The pages of who does the work: her orders, one order with what is dangerous there, and what belongs to it."""
