"""Who may sign in at the site."""

USER, PASSWORD = "madoguchi", "renshu-2003"
