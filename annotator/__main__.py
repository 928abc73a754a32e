"""`python -m annotator`: the commands, without the window."""

import sys

from annotator.cli import main

sys.exit(main(sys.argv[1:]))
