"""`python -m tests.walk`: walks every state, or those that hold the words given, and says what is wrong in each."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from walk import pairs, run

words = [w for w in sys.argv[1:] if not w.startswith("--")]
select = pairs.pairwise if "--pairs" in sys.argv else pairs.every
wrong, _ = run.walk(select, only=lambda state: set(words) <= {v or "overview" for v in state.values()})
print(f"{len(wrong)} states have something wrong")
sys.exit(bool(wrong))
