"""Who is at work and who has gone, what that leaves behind, and whether there is room to work."""
