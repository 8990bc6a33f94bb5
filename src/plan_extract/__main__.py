"""``python -m plan_extract`` is the command ``plan-extract``."""

from plan_extract.cli import main

main()
