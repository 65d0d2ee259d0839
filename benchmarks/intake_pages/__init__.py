"""Made-up stories and the templates that make pages of them."""
