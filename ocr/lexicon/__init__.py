"""What is written often: places, people's names, banks. Data from maintained packages, opened
when a field first asks for it and kept in memory (docs/adr/0009-lexicons.md)."""
