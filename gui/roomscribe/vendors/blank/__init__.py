"""A complete vendor that does nothing: the template for the next one, and a subject for tests.

To add a vendor, copy this folder and change it file by file, in this order:

- `account`    its clouds, and what a profile must know about an account
- `fields`     the form: each field of its start request, declared once
- `languages`  the languages it offers
- `models`     form values become request bodies here; rules that concern more than one field
- `states`     its status words, and ours
- `errors`     its error codes: what they mean, what to do
- `client`     its calls, one method each; the protocol says when they may raise
- `simulator`  its half of the simulator, which checks what the real cloud checks
- `record`     all of it in one frozen record

Then add the record to `registry.BUILT_IN`, or offer it by the entry point group `roomscribe.vendors`.
The blank vendor itself stands in neither place.
"""
