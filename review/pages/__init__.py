"""The pages and the calls that their scripts make, one file a subject."""
