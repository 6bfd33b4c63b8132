"""What a supervisor must hear of, and when entry stands still.

`happenings` finds what is to be told (a record held, refused or unconfirmed, a queue that grows
old); `workflows.flows.events` tells Prefect, whose automations send mails and pause the 入力
deployment. `standing` is our side of that pause: what the store says holds for every way in.
"""
