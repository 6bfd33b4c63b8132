"""The hard half: papers a person can still read, and a machine only just."""
