"""`python -m tests.bench …` measures how fast documents are read, questions answered and charts drawn."""

from tests.bench.commands import bench

bench()
