"""The recognition weights: where, how they get there, files beside them, our tuning."""
