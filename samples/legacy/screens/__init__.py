"""The screens: plain functions from a visit to a page."""
