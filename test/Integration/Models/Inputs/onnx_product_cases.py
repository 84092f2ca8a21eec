"""Products of quantized matrices and their relatives, of ONNX and ONNX Runtime.

    MatMulInteger     sum of (a - za)(b - zb)
    QLinearMatMul     saturate(round(that * sa * sb / sy) + zy)
    QGemm             the same of that + c, times alpha, or that as float
    MatMulNBits       A x transpose of (q - z) * s

Results are worked out by hand from these formulas.
"""

from run_onnx_cases import case, const, out, run

# A less its zero points: [[0, 1, 2], [2, 3, 4]]; B: [[0, 0], [1, 1], [2, 6]].
ROWS_A, ROWS_ZERO = [[1, 2, 3], [4, 5, 6]], [1, 2]
COLUMNS_B, COLUMNS_ZERO = [[1, -1], [2, 0], [3, 5]], [1, -1]

MATMUL_INTEGER = [
    case("matmulinteger_zero_points_per_row_and_column", 10, "MatMulInteger",
         [run("uint8", ROWS_A), const("int8", COLUMNS_B), const("uint8", ROWS_ZERO), const("int8", COLUMNS_ZERO)],
         [out("int32", [[5, 13], [11, 27]])]),
    case("matmulinteger_zero_points_at_run_time", 10, "MatMulInteger",
         [run("uint8", ROWS_A), run("int8", COLUMNS_B), run("uint8", ROWS_ZERO), run("int8", COLUMNS_ZERO)],
         [out("int32", [[5, 13], [11, 27]])]),
    # No zero points: 1 4 9 + ...; 255 * 255 * 3 needs more than 16 bits.
    case("matmulinteger_no_zero_points", 10, "MatMulInteger",
         [run("uint8", [[255, 255, 255], [1, 2, 3]]), const("uint8", [[255, 1], [255, 0], [255, 2]])],
         [out("int32", [[195075, 765], [1530, 7]])]),
    case("matmulinteger_only_zero_point_of_b", 10, "MatMulInteger",
         [run("int8", [[1, -2]]), run("uint8", [[128, 3], [130, 255]]), None, const("uint8", 128)],
         [out("int32", [[-4, -379]])]),
    # Rows of a batch, whose zero points are by batch and row: [[0, 1], [3, 4]], [[3, 4], [4, 5]].
    case("matmulinteger_batch_zero_points_per_row", 10, "MatMulInteger",
         [run("uint8", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]), const("int8", [[1, 2], [-1, 1]]),
          const("uint8", [[[1], [0]], [[2], [3]]])],
         [out("int32", [[[-1, 1], [-1, 10]], [[-1, 10], [-1, 13]]])]),
    # One vector of zero points for the rows of both batches: [[0, 1], [1, 2]], [[4, 5], [5, 6]].
    case("matmulinteger_batch_zero_points_shared", 10, "MatMulInteger",
         [run("uint8", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]), const("int8", [[1, 2], [-1, 1]]), const("uint8", [1, 2])],
         [out("int32", [[[-1, 1], [-1, 4]], [[-1, 13], [-1, 16]]])]),
    # B less its zero points: [[0, 0], [2, 2]], [[2, 2], [4, 4]].
    case("matmulinteger_batches_zero_points_per_column", 10, "MatMulInteger",
         [run("uint8", [[[1, 2]], [[3, 4]]]), run("uint8", [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]), None,
          const("uint8", [[[1, 2]], [[3, 4]]])],
         [out("int32", [[[4, 4]], [[22, 22]]])]),
    case("matmulinteger_vector_by_matrix", 10, "MatMulInteger",
         [run("uint8", [1, 2, 3]), const("int8", [[1, 2], [3, 4], [5, -6]])], [out("int32", [22, -8])]),
    case("matmulinteger_matrix_by_vector", 10, "MatMulInteger",
         [run("uint8", [[1, 2, 3], [9, 8, 7]]), const("int8", [1, -1, 2]), const("uint8", 1), const("int8", 1)],
         # 0 1 2 by 0 -2 1, 8 7 6 by it.
         [out("int32", [0, -8])]),
]

QLINEAR_MATMUL = [
    # Sums [[6, -8], [22, -16]] times 0.125 and 1: 0.75 -8; 2.75 -16; then + 10.
    case("qlinearmatmul_scales_per_column", 10, "QLinearMatMul",
         [run("uint8", [[2, 4], [6, 8]]), const("float", 0.5), const("uint8", 2), const("int8", [[1, 2], [3, -4]]),
          const("float", [0.25, 2]), const("int8", [0, 0]), const("float", 1), const("uint8", 10)],
         [out("uint8", [[11, 2], [13, 0]])]),
    # Rows by 0.5 * 1 / 1 and 1 * 1 / 4: 3 -4; 5.5 -4, then + 1.
    case("qlinearmatmul_scales_per_row", 10, "QLinearMatMul",
         [run("uint8", [[2, 4], [6, 8]]), const("float", [0.5, 1]), const("uint8", [2, 2]), const("int8", [[1, 2], [3, -4]]),
          const("float", 1), const("int8", 0), const("float", [1, 4]), const("int8", [1, 1])],
         [out("int8", [[4, -3], [7, -3]])]),
    # Rows by 0.5 1, columns by 0.25 2: 0.75 -8; 5.5 -32, then + 1.
    case("qlinearmatmul_scales_per_row_and_column", 10, "QLinearMatMul",
         [run("uint8", [[2, 4], [6, 8]]), const("float", [0.5, 1]), const("uint8", 2), const("int8", [[1, 2], [3, -4]]),
          const("float", [0.25, 2]), const("int8", 0), const("float", 1), const("int8", 1)],
         [out("int8", [[2, -7], [7, -31]])]),
    # 5 * 0.5 = 2.5 -> 2, then + 1: rounded before the zero point is added.
    case("qlinearmatmul_tie_and_odd_zero_point", 10, "QLinearMatMul",
         [run("int8", [[5]]), const("float", 1), const("int8", 0), run("int8", [[1]]), const("float", 1), const("int8", 0),
          const("float", 2), const("int8", 1)],
         [out("int8", [[3]])]),
    # Scales at run time: 2 * 0.5 / 0.25 = 4.
    case("qlinearmatmul_batches_scales_at_run_time", 10, "QLinearMatMul",
         [run("uint8", [[[1, 2]], [[3, 4]]]), run("float", 2), run("uint8", 0),
          run("uint8", [[[1], [3]], [[5], [7]]]), run("float", 0.5), run("uint8", [1]), run("float", 0.25),
          run("int8", -100)],
         # 1 * 0 + 2 * 2 = 4; 3 * 4 + 4 * 6 = 36: 16 - 100, 144 - 100.
         [out("int8", [[[-84]], [[44]]])]),
    # One B for both batches, scales of A and Y by row: 10 * 0.5, -2 * 1; 6 * 0.5, 1 * 1, all over 1 and 2.
    case("qlinearmatmul_batch_scales_per_row", 10, "QLinearMatMul",
         [run("int8", [[[1, 3], [-2, 0]], [[0, 2], [1, 0]]]), const("float", [0.5, 1]), const("int8", 0),
          const("int8", [[1], [3]]), const("float", 1), const("int8", 0), const("float", [[[1], [2]], [[1], [2]]]),
          const("int8", 0)],
         # 5 -1; 3 0.5 -> 0.
         [out("int8", [[[5], [-1]], [[3], [0]]])]),
    case("qlinearmatmul_float16_scales", 21, "QLinearMatMul",
         [run("uint8", [[3, 7]]), const("float16", 0.5), const("uint8", 1), const("uint8", [[9], [4]]), const("float16", 2),
          const("uint8", 5), const("float16", 0.5), const("uint8", 100)],
         # 2 * 4 - 6 = 2, times 2.
         [out("uint8", [[104]])]),
]

FLOAT_RESULTS = [
    # A - 1: [[0, 1, 2], [3, 4, 5]], sums [[5, 13], [14, 34]]; columns by 0.5 and 0.125, + 1 -1.
    case("matmulintegertofloat", 10, "com.microsoft.MatMulIntegerToFloat",
         [run("uint8", ROWS_A), const("int8", COLUMNS_B), const("float", 0.5), const("float", [1, 0.25]),
          const("uint8", 1), const("int8", COLUMNS_ZERO), const("float", [1, -1])],
         [out("float", [[3.5, 0.625], [8, 3.25]])]),
    case("matmulintegertofloat_at_run_time", 10, "com.microsoft.MatMulIntegerToFloat",
         [run("int8", [[1, -2], [3, 4]]), run("int8", [[5, 6], [-7, 8]]), run("float", 2), run("float", 0.25)],
         # 19 -10; -13 50, times 0.5.
         [out("float", [[9.5, -5], [-6.5, 25]])]),
    # A's range is 255: the scale is 1, the zero point 27, nothing is lost.
    # [[657, -282], [10, -1]] * 0.5 + [1, -1]
    case("dynamicquantizematmul", 11, "com.microsoft.DynamicQuantizeMatMul",
         [run("float", [[-27, 228], [1, 3]]), const("int8", [[1, 2], [3, -1]]), const("float", 0.5), None,
          const("float", [1, -1])],
         # -27 + 684, -54 - 228; 1 + 9, 2 - 3.
         [out("float", [[329.5, -142], [6, -1.5]])]),
    # Columns with zero points 1 and 2: [[0, 0], [2, -3]], scales 1 and 2; no bias.
    case("dynamicquantizematmul_batch_per_column", 11, "com.microsoft.DynamicQuantizeMatMul",
         [run("float", [[[-27, 228]], [[1, 3]]]), run("int8", [[1, 2], [3, -1]]), run("float", [1, 2]), run("int8", [1, 2])],
         [out("float", [[[456, -1368]], [[6, -18]]])]),
    # Range 0 to 510: the scale is 2, 255 / 2 = 127.5 -> 128; the zero point is 0.
    case("dynamicquantizelinear_positive", 11, "DynamicQuantizeLinear",
         [run("float", [[510, 255], [3, 1]])],
         [out("uint8", [[255, 128], [2, 0]]), out("float", 2), out("uint8", 0)]),
    # -127.5 to 0: the scale is 0.5, the zero point 255.
    case("dynamicquantizelinear_negative", 11, "DynamicQuantizeLinear",
         [run("float", [-127.5, -1, -0.25, -0.75])],
         [out("uint8", [0, 253, 255, 253]), out("float", 0.5), out("uint8", 255)]),
]

GEMM = [
    # Sums [[5, 13], [14, 34]] as above, with C [[15, 10], [24, 31]], * 0.5 * 0.5.
    case("qgemm_to_float", 10, "com.microsoft.QGemm",
         [run("uint8", ROWS_A), const("float", 0.5), const("uint8", 1), const("int8", COLUMNS_B), const("float", 0.5),
          const("int8", COLUMNS_ZERO), const("int32", [10, -3])],
         [out("float", [[3.75, 2.5], [6, 7.75]])]),
    # [[5, 13], [14, 34]] * 0.5 * (0.5, 2) / 1 = 1.25 13; 3.5 34, + 7.
    case("qgemm_scales_per_column", 10, "com.microsoft.QGemm",
         [run("uint8", ROWS_A), const("float", 0.5), const("uint8", 1), const("int8", COLUMNS_B), const("float", [0.5, 2]),
          const("int8", COLUMNS_ZERO), None, const("float", 1), const("uint8", 7)],
         [out("uint8", [[8, 20], [11, 41]])]),
    # The same from transposed operands, times alpha = 2; C by row: + 1, - 4. [[6, 14], [10, 30]] * 2 * 0.25.
    case("qgemm_transposed_alpha", 10, "com.microsoft.QGemm",
         [run("uint8", [[1, 4], [2, 5], [3, 6]]), const("float", 0.5), const("uint8", 1),
          const("int8", [[1, 2, 3], [-1, 0, 5]]), const("float", 0.5), const("int8", COLUMNS_ZERO),
          const("int32", [[1], [-4]]), const("float", 1), const("int8", -5)],
         [out("int8", [[-2, 2], [0, 10]])], transA=1, transB=1, alpha=2.0),
    case("qgemm_transposed_at_run_time", 10, "com.microsoft.QGemm",
         [run("uint8", [[1, 4], [2, 5], [3, 6]]), run("float", 0.5), run("uint8", 1),
          run("int8", [[1, 2, 3], [-1, 0, 5]]), run("float", 0.5), run("int8", COLUMNS_ZERO)],
         # [[5, 13], [14, 34]] * 0.25
         [out("float", [[1.25, 3.25], [3.5, 8.5]])], transA=1, transB=1),
]

ELEMENTS = [
    # 0.5 * (1 5 9) + 2 * (1 0 -3) = 2.5 2.5 -1.5, over 0.5, + 4.
    case("qlinearadd", 10, "com.microsoft.QLinearAdd",
         [run("uint8", [3, 7, 11]), const("float", 0.5), const("uint8", 2), run("uint8", [11, 10, 7]), const("float", 2),
          const("uint8", 10), const("float", 0.5), const("uint8", 4)],
         [out("uint8", [9, 9, 1])]),
    # No zero points; rows and a column: 1 + 0.5 * (3 -5), -2 + ..., over 1.
    case("qlinearadd_broadcast_no_zero_points", 10, "com.microsoft.QLinearAdd",
         [run("int8", [[1], [-2]]), const("float", 1), None, run("int8", [3, -5]), const("float", 0.5), None,
          const("float", 1)],
         # 2.5 -1.5; -0.5 -4.5
         [out("int8", [[2, -2], [0, -4]])]),
    # 0.5 * (127 -128) * 2 = 127 -128, over 0.25: both saturate; 3 is 12 - 1.
    case("qlinearadd_saturates", 10, "com.microsoft.QLinearAdd",
         [run("int8", [127, -128, 3]), const("float", 0.5), const("int8", 0), const("int8", [127, -128, 3]),
          const("float", 0.5), const("int8", 0), const("float", 0.25), const("int8", -1)],
         [out("int8", [127, -128, 11])]),
    # (1 5 -2) * 0.5 * (2 3 10) * 0.25 = 0.25 1.875 -2.5, over 0.125, + 128.
    case("qlinearmul", 10, "com.microsoft.QLinearMul",
         [run("uint8", [3, 7, 0]), const("float", 0.5), const("uint8", 2), run("uint8", [2, 3, 10]), const("float", 0.25),
          None, const("float", 0.125), const("uint8", 128)],
         [out("uint8", [130, 143, 108])]),
    # sigmoid of 0, 63.5 and -64 is 0.5, nearly 1 (256 saturates) and nearly 0.
    case("qlinearsigmoid", 10, "com.microsoft.QLinearSigmoid",
         [run("uint8", [128, 255, 0]), const("float", 0.5), const("uint8", 128), const("float", 1 / 256), const("uint8", 0)],
         [out("uint8", [128, 255, 0])]),
    # 4 -4 -1 times 0.5; below 0 times 0.25: 2 -0.5 -0.125, over 0.125, + 3.
    case("qlinearleakyrelu", 10, "com.microsoft.QLinearLeakyRelu",
         [run("int8", [5, -3, 0]), const("float", 0.5), const("int8", 1), const("float", 0.125), const("int8", 3)],
         [out("int8", [19, -1, 2])], alpha=0.25),
    # Two channels of 2 x 3: sums of (x - 10) 3 and -21, 0.5 / 6 of it: 0.25 -1.75, over 0.25, + 100.
    case("qlinearglobalaveragepool", 10, "com.microsoft.QLinearGlobalAveragePool",
         [run("uint8", [[[[10, 11, 12], [9, 8, 13]], [[0, 10, 9], [10, 10, 0]]]]), const("float", 0.5), const("uint8", 10),
          const("float", 0.25), const("uint8", 100)],
         [out("uint8", [[[[101]], [[93]]]])]),
    # Channels last: (1 3 5 -1) and (2 2 2 4), 8 / 4 and 10 / 4, times 1 over 1: 2 and 2.5 -> 2, - 1.
    case("qlinearglobalaveragepool_channels_last", 10, "com.microsoft.QLinearGlobalAveragePool",
         [run("int8", [[[[1, 2], [3, 2]], [[5, 2], [-1, 4]]]]), const("float", 1), const("int8", 0), const("float", 1),
          const("int8", -1)],
         [out("int8", [[[[1, 1]]]])], channels_last=1),
]


def pack(bits, rows):
    """Rows of numbers in bytes, each row beginning at a byte, the first number in the lowest bits."""
    packed = []
    for row in rows:
        data = bytearray(-(-len(row) * bits // 8))
        for i, number in enumerate(row):
            data[i * bits // 8] |= number << (i * bits % 8)
        packed.append(list(data))
    return packed


def blocks(bits, rows):
    """B of MatMulNBits for blocks of 16: a row's last block is filled up, here with ones."""
    filled = [row + [2**bits - 1] * (-len(row) % 16) for row in rows]
    size = 16 * bits // 8
    return [[row[i : i + size] for i in range(0, len(row), size)] for row in pack(bits, filled)]


ONES = [1.0] * 20
# 1 at 5 and 2 at 17, which is in the second block of 16.
TWO = [1.0 if k == 5 else 2.0 if k == 17 else 0.0 for k in range(20)]
# 0 1 ... 15 | 0 1 2 3, and nines.
FOUR = [[k % 16 for k in range(20)], [9] * 20]
SCALES = [[1, 2], [0.5, 0.25]]

NARROW = [
    # Less 8: sums -8 | -26 and 16 | 4. -8 - 52, 8 + 1; -3 + 2 * 2 * -7, 0.5 + 0.5.
    case("matmulnbits_4", 13, "com.microsoft.MatMulNBits",
         [run("float", [ONES, TWO]), const("uint8", blocks(4, FOUR)), const("float", SCALES)],
         [out("float", [[-60, 9], [-31, 1]])], K=20, N=2, block_size=16, bits=4),
    # Zero points 1 | 2 and 9 | 15: sums 104 | -2 and 0 | -24. 104 - 4, -6; 4 + 2 * 2 * -1, 2 * 0.25 * -6.
    case("matmulnbits_4_zero_points", 13, "com.microsoft.MatMulNBits",
         [run("float", [ONES, TWO]), const("uint8", blocks(4, FOUR)), const("float", [1, 2, 0.5, 0.25]),
          const("uint8", pack(4, [[1, 2], [9, 15]]))],
         [out("float", [[100, -6], [0, -3]])], K=20, N=2, block_size=16, bits=4, accuracy_level=4),
    # One block and two rows, so that each zero point is a byte of its own.
    case("matmulnbits_4_zero_points_of_one_block", 13, "com.microsoft.MatMulNBits",
         [run("float", [[1.0] * 16]), const("uint8", blocks(4, [list(range(16)), [3] * 16])), const("float", [0.5, 2]),
          const("uint8", pack(4, [[4], [5]]))],
         # 120 - 64 = 56; -2 * 16.
         [out("float", [[28, -64]])], K=16, N=2, block_size=16, bits=4),
    # Zero points as floats: 7.5 | 1.5 and 9.25 | 9: sums 0 | 0 and -4 | 0.
    case("matmulnbits_4_zero_points_as_floats", 13, "com.microsoft.MatMulNBits",
         [run("float", [ONES, TWO]), const("uint8", blocks(4, FOUR)), const("float", SCALES),
          const("float", [[7.5, 1.5], [9.25, 9]])],
         # -2.5 + 2 * 2 * -0.5; 0.5 * -0.25.
         [out("float", [[0, -2], [-4.5, -0.125]])], K=20, N=2, block_size=16, bits=4),
    # A of two batches, a bias.
    case("matmulnbits_4_batch_bias", 13, "com.microsoft.MatMulNBits",
         [run("float", [[ONES], [TWO]]), const("uint8", blocks(4, FOUR)), const("float", SCALES), None, None,
          const("float", [10, -1])],
         [out("float", [[[-50, 8]], [[-21, 0]]])], K=20, N=2, block_size=16, bits=4),
    case("matmulnbits_4_vector", 13, "com.microsoft.MatMulNBits",
         [run("float", TWO), const("uint8", blocks(4, FOUR)), const("float", SCALES)],
         [out("float", [-31, 1])], K=20, N=2, block_size=16, bits=4),
    # Scales of any sign: -8 * -1 | 0 and 16 * 0.5 | 4 * -0.25.
    case("matmulnbits_4_signs", 13, "com.microsoft.MatMulNBits",
         [run("float", [ONES, TWO]), const("uint8", blocks(4, FOUR)), const("float", [[-1, 0], [0.5, -0.25]])],
         # 3; 0.5 - 2 * 0.25.
         [out("float", [[8, 7], [3, 0]])], K=20, N=2, block_size=16, bits=4),
    # Less 128: 255 and 0 are 127 and -128. 16 * 127 * 1 + 4 * -128 * 2, 16 * 2 * 0.5 + 4 * 2 * 0.25.
    case("matmulnbits_8", 13, "com.microsoft.MatMulNBits",
         [run("float", [ONES, TWO]), const("uint8", blocks(8, [[255] * 16 + [0] * 4, [130] * 20])), const("float", SCALES)],
         # 127 - 2 * 256; 1 + 1.
         [out("float", [[1008, 18], [-385, 2]])], K=20, N=2, block_size=16, bits=8),
    # Less 2: 0 1 2 3 are -2 -1 0 1, -8 for 16 of them; -2 for the last four. Zeros: -32 | -8.
    case("matmulnbits_2", 13, "com.microsoft.MatMulNBits",
         [run("float", [ONES, TWO]), const("uint8", blocks(2, [[k % 4 for k in range(20)], [0] * 20])), const("float", SCALES)],
         # -8 - 4, -16 - 2; -1 + 2 * 2 * -1, -1 - 1.
         [out("float", [[-12, -18], [-5, -2]])], K=20, N=2, block_size=16, bits=2),
    # Zero points 3 | 0 and 1 | 2, two bits each: -24 | 6 and -16 | -8.
    case("matmulnbits_2_zero_points", 13, "com.microsoft.MatMulNBits",
         [run("float", [ONES, TWO]), const("uint8", blocks(2, [[k % 4 for k in range(20)], [0] * 20])), const("float", SCALES),
          const("uint8", pack(2, [[3, 0], [1, 2]]))],
         # -24 + 12, -8 - 2; -2 + 2 * 2 * 1, -0.5 - 1.
         [out("float", [[-12, -10], [2, -1.5]])], K=20, N=2, block_size=16, bits=2),
    case("matmulnbits_4_float16", 13, "com.microsoft.MatMulNBits",
         [run("float16", [ONES, TWO]), const("uint8", blocks(4, FOUR)), const("float16", SCALES)],
         [out("float16", [[-60, 9], [-31, 1]])], K=20, N=2, block_size=16, bits=4),
]

CASES = MATMUL_INTEGER + QLINEAR_MATMUL + FLOAT_RESULTS + GEMM + ELEMENTS + NARROW
