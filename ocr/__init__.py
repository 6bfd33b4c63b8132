"""A scan becomes readings. Imports `forms` alone; never the database."""
