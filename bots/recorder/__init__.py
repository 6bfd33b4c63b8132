"""A clerk does the job once; a scenario comes out. See docs/adr/0016."""
