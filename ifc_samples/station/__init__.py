"""How the sample station is made: a book of what stands where and what feeds what, then its IFC files."""
