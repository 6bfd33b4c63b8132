"""Documents through intake with a stub reader: the parts of `benchmarks.flows`."""
