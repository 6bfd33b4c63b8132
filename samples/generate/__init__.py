"""Seeded samples: invented people, their applications, and paper as an office scans it."""
