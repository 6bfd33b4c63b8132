"""The files that take longest come first: what is begun last is short, and no worker waits for it.

Some ten seconds and more of a core that has nothing else to do. Where one stands among them matters
little; that it stands among them does. Who makes such a file adds it.
"""

LONGEST = (
    "demo/test_demo.py",
    "workflows/health/test_recovery.py",
    "workflows/several/test_machines.py",
    "workflows/test_prefect_ui.py",
    "benchmarks/test_read.py",
    "benchmarks/test_enter.py",
    "deploy/test_recipe.py",
    "workflows/test_cli.py",
    "bots/healing/test_run.py",
    "workflows/alerts/test_notices.py",
    "ocr/test_align_siblings.py",
    "workflows/test_flows.py",
    "bots/test_practice_forms.py",
    "bots/healing/test_renamed.py",
    "bots/test_practice_spa.py",
    "bots/test_practice.py",
    "bots/test_exactly_once.py",
    "bots/test_recorder_practice.py",
    "bots/test_recorder_early.py",
    "bots/test_recorder_new.py",
    "bots/test_recorder_pages.py",
    "bots/test_recorder_windows.py",
    "bots/test_recorder_django.py",
    "review/test_browser_templates.py",
    "workflows/health/test_signing_in.py",
    "workflows/health/test_runs_end.py",
    "ocr/test_drafting.py",
    "ocr/test_align_moved.py",
    "workflows/claim/test_locking.py",
    "workflows/test_kill.py",
    "bots/test_django.py",
    "ocr/test_align.py",
    "ocr/test_free.py",
    "ocr/test_engines.py",
    "workflows/backup/test_making.py",
    "workflows/backup/test_restoring.py",
)
