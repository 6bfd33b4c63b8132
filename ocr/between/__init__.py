"""What fields say of each other: read together, referring to, backing, contradicting."""
