"""The gallery: every component and every page pattern with sample data, for people who build pages.

It is routed only while ``DEBUG`` is on. Its samples are invented and touch no table.
"""
