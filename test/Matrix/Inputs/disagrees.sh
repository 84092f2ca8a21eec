#!/bin/sh
# Stands for `mixp run FILE ... --check` where one cell is compiled wrongly.
if grep -q '"sparse_encode i5 positions"' "$2"; then
  echo "output 'sparse_encode i5 positions' differs" >&2
  exit 2
fi
