"""One module a page: the typed record of what it shows, and the function that makes it from a case.

The record feeds the HTML (the template sees it as ``page``) and the JSON (``?format=json``) alike.
"""
