"""How notices leave the house: by mail through the office's own server, by webhook.

Imported by the Prefect server, which sends them: keep it light.
"""
