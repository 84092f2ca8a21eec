"""MLIR of one product, with dynamic sizes where one bundle can serve many."""

from bench_types import GROUP


def tensor(type, *dims):
    return f"tensor<{''.join('?x' if dim is None else f'{dim}x' for dim in dims)}{type}>"


def model(bench_type, size):
    """A function of the operands.

    4-bit weights are a constant, as models have them, whose scales of N x K / 128
    are the second operand. Their value stands for any: `run` draws others.
    """
    m, n, k = bench_type.static_dims(size)
    lhs = tensor(bench_type.lhs, m, k)
    rhs = tensor(bench_type.rhs, *((n, k) if bench_type.transpose_rhs else (k, n)))
    result = tensor(bench_type.result, m, n)
    scales = tensor("f16", n, k // GROUP) if bench_type.scaled else ""
    lines = [
        f"func.func @main(%a: {lhs}, {f'%s: {scales}' if scales else f'%b: {rhs}'}) -> {result} {{",
        f"  %zero = arith.constant {'0' if bench_type.result == 'i32' else '0.0'} : {bench_type.result}",
    ]
    if scales:
        lines.append(f"  %b = arith.constant dense<3> : {rhs}")
    dynamic = []
    for name, dim, operand, type, place in (
        ("m", m, "a", lhs, 0),
        ("n", n, "b", rhs, 0 if bench_type.transpose_rhs else 1),
    ):
        if dim is None:
            dynamic.append(f"%{name}")
            lines.append(f"  %{name}_dim = arith.constant {place} : index")
            lines.append(f"  %{name} = tensor.dim %{operand}, %{name}_dim : {type}")
    precision = f" precision({bench_type.precision})" if bench_type.precision else ""
    scaling = f" rhs_scale(%s : {scales}) rhs_block [1, {GROUP}]" if scales else ""
    transposed = " {transpose_rhs}" if bench_type.transpose_rhs else ""
    lines += [
        f"  %empty = tensor.empty({', '.join(dynamic)}) : {result}",
        f"  %outs = linalg.fill ins(%zero : {bench_type.result}) outs(%empty : {result}) -> {result}",
        f"  %y = mixp.matmul ins(%a, %b : {lhs}, {rhs}){precision}{scaling}",
        f"      outs(%outs : {result}){transposed} -> {result}",
        f"  return %y : {result}",
        "}",
    ]
    return "\n".join(lines) + "\n"
