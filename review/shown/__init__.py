"""What a page shows, made of what the store says."""
