#!/usr/bin/env bash
# A million rows of inventory beside sqlite3. ROWS=, TRIES= change the size and the number of tries.
exec python3 "$(dirname "$0")/inventory.py"
