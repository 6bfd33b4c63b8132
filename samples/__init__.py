"""Invented papers with their truth, and the practice system to enter them into."""
