"""`python -m workflows.cli`: the command without its script, as child processes are started."""

from workflows.cli import main

if __name__ == "__main__":
    main()
