"""What a paper is and what a record is. Pure: YAML in, values out. Imports no other room."""
