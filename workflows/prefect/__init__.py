"""The Prefect server as we run it: its environment, password, data, words, and work without it."""
