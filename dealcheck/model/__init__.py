"""The resolved model of a check: vocabulary, texts, lines and tests, with every name bound and every value typed."""
