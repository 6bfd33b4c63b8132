"""A local page that shows a scenario step by step, and lets IT staff mend it. docs/adr/0016."""
