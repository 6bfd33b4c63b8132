"""The office's memory: documents, records, readings, entries, evidence, costs."""
