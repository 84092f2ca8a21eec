#!/bin/sh
# Python without any installed package.
exec "$REAL_PYTHON" -E -s -S "$@"
