"""How long a run is: the usual one tries some things in turn, the long one (``LONG=1``, ``make test-long``) tries all of them."""

import os

LONG = bool(os.environ.get("LONG"))
