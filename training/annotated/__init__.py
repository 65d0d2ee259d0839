"""Reports about invented crises, written and marked by hand for the project (see README.md beside this file)."""
