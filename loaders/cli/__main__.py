"""`python -m loaders.cli` → the same as `gongkai`."""

from loaders.cli import main

main()
