"""総合窓口クラウド: the second practice system, as they are built today.

One page, a JSON API, modules of our own and no framework. What an application is, its table and
the faults it shares with the first system; what the screens look like and say is its own.
"""
