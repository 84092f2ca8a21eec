"""Prints a function that casts one type to every other in one mode, with and
without saturation: casts.py f8E4M3FN nearest_even 3x37"""

import sys

FLOATS = """f64 f32 bf16 f16 f8E5M2 f8E4M3 f8E4M3FN f8E3M4 f8E5M2FNUZ f8E4M3FNUZ
f8E4M3B11FNUZ f6E3M2FN f6E2M3FN f4E2M1FN f8E8M0FNU""".split()
INTEGERS = """i1 i2 i3 i4 i5 i6 i7 i8 ui1 ui2 ui3 ui4 ui5 ui6 ui7 ui8 i16 i32
i64""".split()
NUMBERS_ONLY = ["f6E3M2FN", "f6E2M3FN", "f4E2M1FN"] + INTEGERS


def list_casts(source, mode):
    for target in FLOATS + INTEGERS:
        if target == source:
            continue
        both_integers = source in INTEGERS and target in INTEGERS
        if target not in NUMBERS_ONLY or both_integers:
            yield target, mode, ""
        yield target, mode, " saturate"


def main():
    source, mode, shape = sys.argv[1:]
    seed = " seed(%seed)" if mode == "stochastic" else ""
    lines, names, types = [], [], []
    for i, (target, mode, saturate) in enumerate(list_casts(source, mode)):
        type = f"tensor<{shape}x{target}>"
        lines.append(f"  %{i} = mixp.cast %x rounding({mode}){seed}{saturate}"
                     f" : tensor<{shape}x{source}> -> {type}")
        names.append(f"%{i}")
        types.append(type)
    print(f"func.func @main(%x: tensor<{shape}x{source}>)"
          f" -> ({', '.join(types)}) {{")
    print("  %seed = arith.constant 1234567890123456789 : i64")
    print("\n".join(lines))
    print(f"  return {', '.join(names)} : {', '.join(types)}\n}}")


main()
