"""A pretend CMMS: a separate local HTTP server that speaks the Odoo 18 dialect, with a plain page of its own.

    python -m maintenance.pretend_cmms --port 8080 --data cmms.sqlite3

It needs nothing but the standard library and knows nothing of the rest of this repository: what it answers, its errors
inside HTTP 200, its dates and its paging traps are those recorded from a real Odoo Community 18. The demo and the tests
talk to it as to any other system; it is no part of a real site.
"""
