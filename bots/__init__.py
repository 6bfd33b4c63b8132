"""A record becomes a verified entry. Imports `forms` alone; never the database."""
