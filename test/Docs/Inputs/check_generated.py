"""Every pass and pipeline of mixp that mixp-opt knows has a heading in a page of
the generated documentation: check_generated.py FOLDER."""

import pathlib
import re
import subprocess
import sys

pages = "\n".join(page.read_text() for page in pathlib.Path(sys.argv[1]).glob("*.md"))
text = subprocess.run(["mixp-opt", "--help"], check=True, capture_output=True, text=True).stdout
known = set(re.findall(r"^ +--((?:convert-)?\S*mixp\S*) +- ", text, re.MULTILINE))
missing = sorted(name for name in known if f"### `-{name}`" not in pages)
assert len(known) > 20, known
assert not missing, f"in no page: {missing}"
