"""Store, steps, Prefect flows, costs, command line. The only room that writes to the database."""
