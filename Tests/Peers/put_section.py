#!/usr/bin/env python3
"""Puts a section into a report, and leaves the report's other sections as they are.

    put_section.py REPORT SECTION

SECTION is a file that begins with a heading of the second level. It takes the place of the section
with the same heading in REPORT, or comes last where there is none.
"""
import pathlib
import re
import sys

report, section = map(pathlib.Path, sys.argv[1:])
new = section.read_text().strip("\n") + "\n"
assert new.startswith("## "), f"{section} begins with no heading"
head, *parts = re.split(r"^(?=## )", report.read_text(), flags=re.MULTILINE)
headings = [part.split("\n")[0] for part in parts]
place = headings.index(new.split("\n")[0]) if new.split("\n")[0] in headings else len(parts)
parts[place : place + 1] = [new]
report.write_text("\n".join(part.strip("\n") + "\n" for part in [head, *parts]))
