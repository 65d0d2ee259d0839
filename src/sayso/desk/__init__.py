"""The desk: a case in a browser, on the machine it lies on. Reading only; no request ever leaves for elsewhere."""

from sayso.desk.app import create_app, serve

__all__ = ["create_app", "serve"]
