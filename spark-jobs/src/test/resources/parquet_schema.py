"""Prints a Parquet folder's columns, one "name: type" a line, and then its number of rows, as pyarrow sees them."""
import sys

from pyarrow import parquet

table = parquet.read_table(sys.argv[1])
for field in table.schema:
    print(f"{field.name}: {field.type}")
print(table.num_rows)
