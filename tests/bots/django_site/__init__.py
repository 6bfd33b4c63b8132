"""A third-party web application to enter into: Django's own administration site, in Japanese."""
