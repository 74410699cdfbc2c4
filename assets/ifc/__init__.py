"""Pure IFC: files into records, edits into files, requirements checked. No Django here, ever."""
