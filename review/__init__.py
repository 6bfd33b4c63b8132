"""People decide: the clerk's web pages."""
