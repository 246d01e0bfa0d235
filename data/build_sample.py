"""A folder of real reports → `data/sample`, a store of their figures without their running text."""

import shutil
import sys
import tempfile
from pathlib import Path

from loaders.ingest.run import ingest
from loaders.store.schema import Prose
from loaders.store.versions import WHOLE, open_store
from loaders.store.writer import writing

if __name__ == "__main__":
    target = Path(__file__).parent / "sample"
    with tempfile.TemporaryDirectory() as folder:
        ingest([Path(sys.argv[1])], Path(folder))
        full = open_store(Path(folder))
        shutil.rmtree(target, ignore_errors=True)
        with writing(target) as writer:
            writer.segment("cells", full.read("cells"))
            writer.segment("prose", Prose.create_empty())
            tables = {name: full.read(name) for name in WHOLE}
            # The folder on the machine that built the store is nobody's business.
            tables["documents"] = tables["documents"].with_columns(root=None).cast({"root": str})
            writer.commit(tables, label="sample", created="2025-04-30T00:00:00")
    (target / ".lock").unlink(missing_ok=True)
