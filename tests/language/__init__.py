"""Tests of the language by its specification: policies with test blocks, bad drafts, and laws."""
