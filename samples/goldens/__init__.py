"""Golden scans of the forms that we ship: one printed, one in handwriting, each with its truth."""
