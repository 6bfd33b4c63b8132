"""What is on the paper: how dark, what was added to the blank, lines of writing, combs, strikes."""
