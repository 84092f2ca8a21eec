#!/bin/sh
# Stands for a miscompile to be reduced: 1 (of interest) where the module in $1
# quantizes to an unsigned type.
if mixp-opt "$1" | grep -q 'mixp.quantize.*xui8>'; then exit 1; fi
