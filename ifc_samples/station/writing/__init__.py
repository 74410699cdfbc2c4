"""From the book to IFC files, in IFC2X3, IFC4 and IFC4X3_ADD2."""
