"""Training of our own weights. Nothing that reads or enters a paper imports this."""
