-- Prefect keeps its data in a database of its own: both keep the state of their migrations in a
-- table of the same name.
CREATE DATABASE prefect;
