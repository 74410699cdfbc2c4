"""What things look like and who makes them: one module a trade. Makers and models are fictional."""
