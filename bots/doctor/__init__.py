"""What in a target site will make trouble, told before a scenario is written for it."""
