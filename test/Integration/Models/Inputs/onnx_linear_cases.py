"""QuantizeLinear, DequantizeLinear and Cast in the forms of ONNX's opsets 19 to 25.

    y = saturate(round(x / scale) + zero point)        to integers
    y = saturate(x / scale)                            to floats of 8 and 4 bits
    y = (x - zero point) * scale

Results are worked out by hand from these formulas; rounding is to nearest, ties to
even.
"""

from run_onnx_cases import case, const, out, run

NAN, INF = float("nan"), float("inf")

QUANTIZE_INTEGERS = [
    # / 2: 0 -64 1.5 -1.5 1.45 -1.45 32768 -32767 35000 -35000, then + 32767.
    case("quantize_uint16", 21, "QuantizeLinear",
         [run("float", [0, -128, 3, -3, 2.9, -2.9, 65536, -65534, 70000, -70000]), const("float", 2), const("uint16", 32767)],
         [out("uint16", [32767, 32703, 32769, 32765, 32768, 32766, 65535, 0, 65535, 0])]),
    # The same + 256.
    case("quantize_int16", 21, "QuantizeLinear",
         [run("float", [0, -128, 3, -3, 2.9, -2.9, 65536, -65534, 70000, -70000]), const("float", 2), const("int16", 256)],
         [out("int16", [256, 192, 258, 254, 257, 255, 32767, -32511, 32767, -32768])]),
    case("quantize_uint16_by_output_dtype", 21, "QuantizeLinear",
         [run("float", [-1, 0.5, 1.5, 65534.5, 65536]), const("float", 1)],
         [out("uint16", [0, 0, 2, 65534, 65535])], output_dtype=4),
    # Rows / 1 + 10, / 4 + 65000: 10.5 -> 20, -11 -> 0, 3 -> 13; 1 -> 65001, 250000 -> 65535, -0.5 -> 65000.
    case("quantize_uint16_per_axis", 21, "QuantizeLinear",
         [run("float", [[10.5, -11, 3], [4, 1e6, -2]]), const("float", [1, 4]), const("uint16", [10, 65000])],
         [out("uint16", [[20, 0, 13], [65001, 65535, 65000]])], axis=0),
    # / 0.5: 1 -1.5 2.5 -2.5 20 -20 0, then - 1.
    case("quantize_int4", 21, "QuantizeLinear",
         [run("float", [0.5, -0.75, 1.25, -1.25, 10, -10, 0]), const("float", 0.5), const("int4", -1)],
         [out("int4", [0, -3, 1, -3, 7, -8, -1])]),
    # Columns / 1 2 4 + 0 3 15: 2.5 -> 2, 3 -> 1.5 -> 2 + 3, -40 -> -10 + 15; 17, -8 -> -4 + 3, 2 -> 0.5 -> 0 + 15.
    case("quantize_uint4_per_axis", 21, "QuantizeLinear",
         [run("float", [[2.5, 3, -40], [17, -8, 2]]), const("float", [1, 2, 4]), const("uint4", [0, 3, 15])],
         [out("uint4", [[2, 5, 5], [15, 0, 15]])]),
    # / 2: -0.5 0.5 1 1.5 -3 9, then + 1.
    case("quantize_uint2", 25, "QuantizeLinear",
         [run("float", [-1, 1, 2, 3, -6, 18]), const("float", 2), const("uint2", 1)],
         [out("uint2", [1, 1, 2, 3, 0, 3])]),
    # Rows / 1 - 1 and / 0.5 + 0.
    case("quantize_int2_per_axis", 25, "QuantizeLinear",
         [run("float", [[0.5, 1.5, 2.6], [-0.25, -0.75, 9]]), const("float", [1, 0.5]), const("int2", [-1, 0])],
         [out("int2", [[-1, 1, 1], [0, -2, 1]])], axis=-2),
    case("quantize_int2_by_output_dtype", 25, "QuantizeLinear",
         [run("float", [[0.5, -0.6, -1.6, 7]]), const("float", [1])],
         [out("int2", [[0, -1, -2, 1]])], output_dtype=26),
    # 3.5 -> 4, -2.5 -> -2, 500, then + 1.
    case("quantize_of_int32", 21, "QuantizeLinear",
         [run("int32", [7, -5, 1000]), const("float", 2), const("int8", 1)], [out("int8", [5, -1, 127])]),
    case("quantize_uint16_microsoft", 13, "com.microsoft.QuantizeLinear",
         [run("float", [1, 2.5, -8]), const("float", 0.5), const("uint16", 9)], [out("uint16", [11, 14, 0])]),
]

QUANTIZE_BLOCKS = [
    # Blocks of 2 along 5: / 1 | / 2 | / 4 in row 0, / 0.5 | / 1 | / 8 in row 1.
    # 1 2 | 1.5 2 | 2.5; 2 -3 | 3 -4 | 0.625
    case("quantize_int4_blocks_partial", 21, "QuantizeLinear",
         [run("float", [[1, 2, 3, 4, 10], [1, -1.5, 3, -4, 5]]), const("float", [[1, 2, 4], [0.5, 1, 8]]),
          const("int4", [[0, 1, 2], [-1, -2, -3]])],
         [out("int4", [[1, 2, 3, 3, 4], [1, -4, 1, -6, -2]])], axis=1, block_size=2),
    # Blocks of 3 rows of 4: rows 0 to 2 / 1 2 + 100, row 3 / 10 4 + 7 0.
    case("quantize_uint8_blocks_of_rows", 21, "QuantizeLinear",
         [run("float", [[1, 1], [2, -3], [200, 5], [45, 6]]), const("float", [[1, 2], [10, 4]]),
          const("uint8", [[100, 100], [7, 0]])],
         [out("uint8", [[101, 100], [102, 98], [255, 102], [11, 2]])], axis=0, block_size=3),
    # Of the middle dim, 3 in blocks of 2; no zero point.
    case("quantize_int16_blocks_of_middle", 21, "QuantizeLinear",
         [run("float", [[[1, 2], [3, 4], [5, 6]], [[70000, 8], [9, 10], [11, -12]]]),
          const("float", [[[1, 2], [5, 4]], [[2, 1], [1, 8]]])],
         [out("int16", [[[1, 1], [3, 2], [1, 2]], [[32767, 8], [4, 10], [11, -2]]])],
         axis=-2, block_size=2, output_dtype=5),
    # Blocks that reach beyond the end: 2 -1.5 18; 2 0.25 -4.
    case("quantize_int4_block_beyond_end", 21, "QuantizeLinear",
         [run("float", [[1, -0.75, 9], [8, 1, -16]]), const("float", [[0.5], [4]])],
         [out("int4", [[2, -2, 7], [2, 0, -4]])], axis=1, block_size=2**40, output_dtype=22),
    case("quantize_float16_block_beyond_end", 21, "QuantizeLinear",
         [run("float16", [[1, -0.75, 9], [8, 1, -16]]), const("float16", [[0.5], [4]]), const("int8", [[0], [1]])],
         [out("int8", [[2, -2, 18], [3, 1, -3]])], axis=1, block_size=2**40),
    # 1 2 | 6
    case("quantize_uint16_blocks", 21, "QuantizeLinear",
         [run("float", [[1, 2, 3]]), const("float", [[1, 0.5]]), const("uint16", [[40000, 3]])],
         [out("uint16", [[40001, 40002, 9]])], axis=1, block_size=2),
    # 1 -0.5 6 | 2.5 3.5
    case("quantize_float4e2m1_blocks", 23, "QuantizeLinear",
         [run("float", [[2, -1, 99, 5, 7]]), const("float", [[2, 2]])],
         [out("float4e2m1", [[1, -0.5, 6, 2, 4]])], axis=1, block_size=3, output_dtype=23),
    # Powers of two as a scale: 0x80 is 2, 0x7e is 0.5. 1.5 -2.5 | 10 -0.5
    case("quantize_float4e2m1_blocks_float8e8m0", 24, "QuantizeLinear",
         [run("float", [[3, -5, 5, -0.25]]), const("float8e8m0", [[0x80, 0x7E]])],
         [out("float4e2m1", [[1.5, -2, 6, -0.5]])], axis=1, block_size=2, output_dtype=23, precision=1),
]

QUANTIZE_FLOATS = [
    # Spacing is 1/8 from 1 to 2 and 2^-9 near 0; the largest number is 448.
    # 1.0625 and 1.1875 are ties; 2^-10 and 3 * 2^-10, too.
    case("quantize_float8e4m3fn", 19, "QuantizeLinear",
         [run("float", [2, 2.125, 2.375, 2000, -2000, 2**-9, 3 * 2**-9, -0.0, INF, NAN]), const("float", 2),
          const("float8e4m3fn", 0)],
         [out("float8e4m3fn", [1, 1, 1.25, 448, -448, 0, 2**-8, -0.0, 448, NAN])]),
    # 464 is halfway to 480, which is NaN's code; 448 is even.
    case("quantize_float8e4m3fn_no_saturation", 19, "QuantizeLinear",
         [run("float", [448, 464, 466, -1000, INF, 2.125]), const("float", 1), const("float8e4m3fn", 0)],
         [out("float8e4m3fn", [448, 448, NAN, NAN, NAN, 2])], saturate=0),
    # Bias 8: the largest is 240, the smallest 2^-10; no -0. 232 is halfway to 240 from 224, 240 is odd: 224.
    case("quantize_float8e4m3fnuz", 19, "QuantizeLinear",
         [run("float", [1.0625, 1000, -241, 232, 2**-10, 2**-11, -0.0]), const("float", 1), const("float8e4m3fnuz", 0)],
         [out("float8e4m3fnuz", [1, 240, -240, 224, 2**-10, 0, 0])]),
    case("quantize_float8e4m3fnuz_no_saturation", 19, "QuantizeLinear",
         [run("float", [240, 1000, -INF]), const("float", 1), const("float8e4m3fnuz", 0)],
         [out("float8e4m3fnuz", [240, NAN, NAN])], saturate=0),
    # Spacing is 1/4 from 1 to 2, 2^-16 near 0; the largest number is 57344.
    case("quantize_float8e5m2", 19, "QuantizeLinear",
         [run("float", [1.125, 1.375, 1e5, -INF, 2**-16, 2**-17, 3 * 2**-17]), const("float", 1), const("float8e5m2", 0)],
         [out("float8e5m2", [1, 1.5, 57344, -57344, 2**-16, 0, 2**-15])]),
    # From 61440, halfway to 65536, on it is an infinity.
    case("quantize_float8e5m2_no_saturation", 19, "QuantizeLinear",
         [run("float", [57344, 61439, 61440, -1e9, INF]), const("float", 1), const("float8e5m2", 0)],
         [out("float8e5m2", [57344, 57344, INF, -INF, INF])], saturate=0),
    # Bias 16: the smallest is 2^-17; neither infinities nor -0.
    case("quantize_float8e5m2fnuz", 19, "QuantizeLinear",
         [run("float", [1.375, 1e5, -INF, 2**-17, -0.0]), const("float", 1), const("float8e5m2fnuz", 0)],
         [out("float8e5m2fnuz", [1.5, 57344, -57344, 2**-17, 0])]),
    # Columns / 2 and / 0.25: 1.0625 4; 448 -448.
    case("quantize_float8e4m3fn_per_axis", 21, "QuantizeLinear",
         [run("float", [[2.125, 1], [1e4, -1e4]]), const("float", [2, 0.25])],
         [out("float8e4m3fn", [[1, 4], [448, -448]])], output_dtype=17),
    # 0 0.5 1 1.5 2 3 4 6: ties go to the even one of neighbours, that is to 0 1 2 4 (in steps: 0, 2, 4, 6).
    case("quantize_float4e2m1", 23, "QuantizeLinear",
         [run("float", [0.25, 0.75, 1.25, 1.75, 2.5, 3.5, 5, -5.1, 100, -INF]), const("float", 1), const("float4e2m1", 0)],
         [out("float4e2m1", [0, 1, 1, 2, 2, 4, 4, -6, 6, -6])]),
]

# The scale's format is the quotient's, unless an attribute says another one.
# 1813 / 9 = 201.44...: float16 has steps of 1/8 there, and so 201.5, a tie.
QUANTIZE_PRECISION = [
    case("quantize_float16_scale", 19, "QuantizeLinear",
         [run("float16", [1813, 1804, -1813]), const("float16", 9), const("uint8", 0)], [out("uint8", [202, 200, 0])]),
    case("quantize_float16_scale_precision_float", 23, "QuantizeLinear",
         [run("float16", [1813, 1804, -1813]), const("float16", 9), const("uint8", 0)],
         [out("uint8", [201, 200, 0])], precision=1),
    case("quantize_float_scale_precision_float16", 23, "QuantizeLinear",
         [run("float", [1813, 1804, -1813]), const("float", 9), const("uint8", 0)],
         [out("uint8", [202, 200, 0])], precision=10),
    # bfloat16 has steps of 16 at 2713, thus 2720, and of 2 at 2720 / 9 = 302.2.
    case("quantize_bfloat16_scale", 23, "QuantizeLinear",
         [run("float", [2713, -2713]), const("bfloat16", 9), const("int16", 1)], [out("int16", [303, -301])]),
    # Blocks of 2 of 3 columns, the last one alone: 201.5 | 1813 / 7 = 259 exactly.
    case("quantize_float16_blocks", 21, "QuantizeLinear",
         [run("float16", [[1813, 9, 1813]]), const("float16", [[9, 7]]), const("int16", [[0, 1]])],
         [out("int16", [[202, 1, 260]])], axis=1, block_size=2),
    # 1000 / 0.5 is beyond the 448 of the result; float16 holds it.
    case("quantize_float16_to_float8e4m3fn", 19, "QuantizeLinear",
         [run("float16", [1000, 0.53125]), const("float16", 0.5), const("float8e4m3fn", 0)],
         [out("float8e4m3fn", [448, 1])]),
]

DEQUANTIZE = [
    case("dequantize_uint16", 21, "DequantizeLinear",
         [run("uint16", [30000, 31000, 32768, 65535]), const("float", 2), const("uint16", 32767)],
         [out("float", [-5534, -3534, 2, 65536])]),
    case("dequantize_uint16_constant", 21, "DequantizeLinear",
         [const("uint16", [[0, 40000], [65535, 7]]), run("float", [1, 0.5])],
         [out("float", [[0, 20000], [65535, 3.5]])]),
    case("dequantize_int16", 21, "DequantizeLinear",
         [run("int16", [-300, -30, -1025, 1270]), const("float", 2), const("int16", -1024)],
         [out("float", [1448, 1988, -2, 4588])]),
    case("dequantize_uint4", 21, "DequantizeLinear",
         [run("uint4", [0, 1, 7, 10, 15]), const("float", 2), const("uint4", 1)], [out("float", [-2, 0, 12, 18, 28])]),
    case("dequantize_int4", 21, "DequantizeLinear",
         [run("int4", [0, 1, 7, -4, -8]), const("float", 2), const("int4", 1)], [out("float", [-2, 0, 12, -10, -18])]),
    case("dequantize_uint2", 25, "DequantizeLinear",
         [run("uint2", [0, 1, 2, 3]), const("float", 2), const("uint2", 1)], [out("float", [-2, 0, 2, 4])]),
    case("dequantize_int2", 25, "DequantizeLinear",
         [run("int2", [0, 1, -1, -2]), const("float", 2), const("int2", 1)], [out("float", [-2, 0, -4, -6])]),
    # An odd number of elements, so that the last byte is not full.
    case("dequantize_int4_constant_per_axis", 21, "DequantizeLinear",
         [const("int4", [[1, -8, 7], [-1, 3, 5], [0, 2, -3]]), run("float", [1, 0.5, 4]), const("int4", [0, 1, -2])],
         [out("float", [[1, -4.5, 36], [-1, 1, 28], [0, 0.5, -4]])]),
    # Less 1: -1 -5 times -2, anything times 0, -129 4 times 0.5.
    case("dequantize_int8_constant_signs", 21, "DequantizeLinear",
         [const("int8", [[0, 3, -128], [-4, 127, 5]]), const("float", [-2, 0, 0.5]), const("int8", [1, 1, 1])],
         [out("float", [[2, 0, -64.5], [10, 0, 2]])]),
    case("dequantize_uint16_constant_signs", 21, "DequantizeLinear",
         [const("uint16", [1, 65535, 7]), const("float", [-0.5, -1, 0])], [out("float", [-0.5, -65535, 0])], axis=0),
    case("dequantize_uint4_constant", 21, "DequantizeLinear",
         [const("uint4", [15, 0, 8]), run("float", 0.25), const("uint4", 15)], [out("float", [0, -3.75, -1.75])]),
    case("dequantize_uint2_constant_per_axis", 25, "DequantizeLinear",
         [const("uint2", [[0, 1, 2], [3, 3, 1]]), run("float", [2, 8]), const("uint2", [3, 0])],
         [out("float", [[-6, -4, -2], [24, 24, 8]])], axis=0),
    case("dequantize_int2_constant", 25, "DequantizeLinear",
         [const("int2", [-2, -1, 0, 1, -1]), run("float", 3)], [out("float", [-6, -3, 0, 3, -3])]),
    # 0x30 = 2^-1, 0x38 = 1, 0x7e = 448, 0xed = -104, 0x01 = 2^-9, 0x7f is NaN.
    case("dequantize_float8e4m3fn", 19, "DequantizeLinear",
         [const("float8e4m3fn", [0x30, 0x38, 0x7E, 0xED, 0x01, 0x7F]), run("float", 2), const("float8e4m3fn", 0)],
         [out("float", [1, 2, 896, -208, 2**-8, NAN])]),
    # Bias 8: 0x40 = 1, 0x7f = 240, 0xff = -240, 0x01 = 2^-10, 0x80 is NaN.
    case("dequantize_float8e4m3fnuz", 19, "DequantizeLinear",
         [const("float8e4m3fnuz", [0x40, 0x7F, 0xFF, 0x01, 0x80]), run("float", 2)], [out("float", [2, 480, -480, 2**-9, NAN])]),
    # 0x3c = 1, 0x7b = 57344, 0xd6 = -96, 0x01 = 2^-16, 0xfc is -infinity.
    case("dequantize_float8e5m2", 19, "DequantizeLinear",
         [const("float8e5m2", [0x3C, 0x7B, 0xD6, 0x01, 0xFC]), run("float", 2)], [out("float", [2, 114688, -192, 2**-15, -INF])]),
    # Bias 16: 0x40 = 1, 0x7f = 57344, 0x81 = -2^-17.
    case("dequantize_float8e5m2fnuz", 19, "DequantizeLinear",
         [const("float8e5m2fnuz", [0x40, 0x7F, 0x81]), run("float", 0.5)], [out("float", [0.5, 28672, -(2**-18)])]),
    # 1 = 0.5, 2 = 1, 3 = 1.5, 7 = 6, 9 = -0.5, 14 = -4.
    case("dequantize_float4e2m1", 23, "DequantizeLinear",
         [const("float4e2m1", [1, 2, 3, 7, 9, 14, 0]), run("float", 2)], [out("float", [1, 2, 3, 12, -1, -8, 0])]),
    case("dequantize_of_run_time_float8e5m2", 19, "DequantizeLinear",
         [run("float8e5m2", [1.5, -96, 57344]), const("float", 4)], [out("float", [6, -384, 229376])]),
    case("dequantize_int32", 13, "DequantizeLinear",
         [run("int32", [[-30, 16], [7, 2**24]]), const("float", [0.5, 0.25])], [out("float", [[-15, 4], [3.5, 2**22]])]),
]

DEQUANTIZE_BLOCKS = [
    # Blocks of 2 along 5, the last one of 1.
    case("dequantize_int4_blocks_partial", 21, "DequantizeLinear",
         [const("int4", [[1, 2, 3, 4, 5], [-1, -2, -3, -4, -5]]), run("float", [[1, 2, 4], [0.5, 1, 8]]),
          const("int4", [[0, 1, 2], [-1, -2, -3]])],
         [out("float", [[1, 2, 4, 6, 12], [0, -0.5, -1, -2, -16]])], axis=1, block_size=2),
    case("dequantize_uint8_blocks_of_rows", 21, "DequantizeLinear",
         [run("uint8", [[101, 100], [102, 98], [255, 102], [11, 2]]), const("float", [[1, 2], [10, 4]]),
          const("uint8", [[100, 100], [7, 0]])],
         [out("float", [[1, 0], [2, -4], [155, 4], [40, 8]])], axis=0, block_size=3),
    case("dequantize_uint16_blocks", 21, "DequantizeLinear",
         [run("uint16", [[1, 2, 65535]]), const("float", [[1, 0.5]])], [out("float", [[1, 2, 32767.5]])], axis=1, block_size=2),
    case("dequantize_uint2_blocks", 25, "DequantizeLinear",
         [const("uint2", [[0, 1, 2], [3, 2, 1]]), run("float", [[1, 2], [4, 8]]), const("uint2", [[1, 0], [3, 3]])],
         [out("float", [[-1, 0, 4], [0, -4, -16]])], axis=-1, block_size=2),
    # A power of two for each block: 0x81 is 4, 0x7d is 0.25. Elements 0.5 6 | -1.5 4.
    case("dequantize_float4e2m1_blocks_float8e8m0", 24, "DequantizeLinear",
         [run("float4e2m1", [[0.5, 6, -1.5, 4]]), const("float8e8m0", [[0x81, 0x7D]])],
         [out("float", [[2, 24, -0.375, 1]])], axis=1, block_size=2, output_dtype=1),
]

# 0.1 as float16 is 1638 / 2^14; 3 of them are 1228.5 / 2^12 and 5 of them
# 2047.5 / 2^12, both ties.
DEQUANTIZE_PRECISION = [
    case("dequantize_float16_scale", 19, "DequantizeLinear",
         [run("int8", [3, -5]), const("float16", 0.1)], [out("float16", [1228 / 4096, -0.5])]),
    case("dequantize_float16_scale_output_dtype_float", 23, "DequantizeLinear",
         [run("int8", [3, -5]), const("float16", 0.1)], [out("float", [3 * 1638 / 16384, -5 * 1638 / 16384])], output_dtype=1),
    case("dequantize_float_scale_output_dtype_float16", 23, "DequantizeLinear",
         [run("int8", [3, 127]), const("float", 1638 / 16384), const("int8", -1)],
         # 4 and 128 of them: exact.
         [out("float16", [1638 / 4096, 1638 / 128])], output_dtype=10),
    # bfloat16 holds 8 bits: 257 = 256, a tie; 259 -> 260, a tie.
    case("dequantize_bfloat16_scale", 23, "DequantizeLinear",
         [run("int16", [257, 259, -3]), const("bfloat16", 1)], [out("bfloat16", [256, 260, -3])]),
]

# Floats of 8 bits saturate unless told not to; integers of integers keep their low bits.
CASTS = [
    case("cast_to_float8e4m3fn", 19, "Cast",
         [run("float", [1000, -0.0, NAN, -INF, 1.0625])], [out("float8e4m3fn", [448, -0.0, NAN, -448, 1])], to=17),
    case("cast_to_float8e4m3fn_no_saturation", 19, "Cast",
         [run("float", [1000, INF, 448])], [out("float8e4m3fn", [NAN, NAN, 448])], to=17, saturate=0),
    case("cast_of_constant_to_float8e5m2", 19, "Cast",
         [const("float", [1e6, -INF, 1.375])], [out("float8e5m2", [57344, -57344, 1.5])], to=19),
    case("cast_of_constant_to_float8e5m2_no_saturation", 19, "Cast",
         [const("float", [1e6, -INF, 1.375])], [out("float8e5m2", [INF, -INF, 1.5])], to=19, saturate=0),
    case("cast_of_constant_to_float4e2m1", 23, "Cast",
         [const("float", [2.5, 100, -INF, 0.25])], [out("float4e2m1", [2, 6, -6, 0])], to=23),
    case("cast_of_constant_int32_to_float8e4m3fnuz", 19, "Cast",
         [const("int32", [1000, -3, 0])], [out("float8e4m3fnuz", [240, -3, 0])], to=18),
    case("cast_of_int32_to_int4", 21, "Cast", [run("int32", [9, -9, 7])], [out("int4", [-7, 7, 7])], to=22),
    case("cast_of_int32_to_uint8", 13, "Cast", [run("int32", [300, -1])], [out("uint8", [44, 255])], to=2),
]

CASES = (
    QUANTIZE_INTEGERS + QUANTIZE_BLOCKS + QUANTIZE_FLOATS + QUANTIZE_PRECISION
    + DEQUANTIZE + DEQUANTIZE_BLOCKS + DEQUANTIZE_PRECISION + CASTS
)  # fmt: skip
