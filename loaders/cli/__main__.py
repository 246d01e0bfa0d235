"""`python -m loaders.cli` → the same as `gongkai`."""

from loaders.cli.commands import main

main()
