"""MLIR of one product. Sizes are dynamic, so that one bundle serves all."""

from bench_types import GROUP


def tensor(type, *dims):
    return f"tensor<{''.join('?x' if dim is None else f'{dim}x' for dim in dims)}{type}>"


def model(bench_type, size):
    """A function of the operands. Only 4-bit weights take N and K from `size`;
    their scales are a third operand of N x K / 128."""
    n, k = (size.n, size.k) if bench_type.scaled else (None, None)
    lhs = tensor(bench_type.lhs, None, k)
    rhs = tensor(bench_type.rhs, *((n, k) if bench_type.transpose_rhs else (k, n)))
    result = tensor(bench_type.result, None, n)
    scales = tensor("f16", n, k // GROUP) if bench_type.scaled else ""
    lines = [
        f"func.func @main(%a: {lhs}, %b: {rhs}{f', %s: {scales}' if scales else ''}) -> {result} {{",
        "  %c0 = arith.constant 0 : index",
        f"  %zero = arith.constant {'0' if bench_type.result == 'i32' else '0.0'} : {bench_type.result}",
        f"  %m = tensor.dim %a, %c0 : {lhs}",
    ]
    if n is None:
        lines += [
            f"  %dim = arith.constant {0 if bench_type.transpose_rhs else 1} : index",
            f"  %n = tensor.dim %b, %dim : {rhs}",
        ]
    precision = f" precision({bench_type.precision})" if bench_type.precision else ""
    scaling = f" rhs_scale(%s : {scales}) rhs_block [1, {GROUP}]" if scales else ""
    transposed = " {transpose_rhs}" if bench_type.transpose_rhs else ""
    lines += [
        f"  %empty = tensor.empty(%m{', %n' if n is None else ''}) : {result}",
        f"  %outs = linalg.fill ins(%zero : {bench_type.result}) outs(%empty : {result}) -> {result}",
        f"  %y = mixp.matmul ins(%a, %b : {lhs}, {rhs}){precision}{scaling}",
        f"      outs(%outs : {result}){transposed} -> {result}",
        f"  return %y : {result}",
        "}",
    ]
    return "\n".join(lines) + "\n"
