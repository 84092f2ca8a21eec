"""Prints a product of f16 or bf16 with weights in fewer bits.

    weight_model.py ROWS COLUMNS DEPTH ACTIVATIONS WEIGHTS [option ...]

group=G      scales (and zero points) for groups of G elements of K
scale=TYPE   f16 (default), f32, bf16, f8E8M0FNU, or none
zero=WHICH   constant zero points: column or group
result=TYPE  f32 (default), f16 or bf16
constant     weights are constants, without a pattern that a wrong index keeps
weights-t, activations-t   stored as N x K, as K x M
batch=B      so many products
"""

import random
import sys

RANGES = {"i4": (-8, 7), "ui4": (0, 15), "i8": (-128, 127), "ui8": (0, 255)}
FLOATS = ["0.5", "-1.5", "2.0", "0.25", "-0.0625", "3.0", "448.0", "0.0", "0.001953125"]


def dense(shape, pick):
    if not shape:
        return pick()
    return "[" + ", ".join(dense(shape[1:], pick) for _ in range(shape[0])) + "]"


def tensor(shape, element):
    return "tensor<" + "".join(f"{size}x" for size in shape) + element + ">"


class Model:
    def __init__(self, arguments):
        self.m, self.n, self.k = map(int, arguments[:3])
        self.activations, self.weights = arguments[3:5]
        options = dict(option.partition("=")[::2] for option in arguments[5:])
        self.group = int(options.get("group", 0))
        self.scale = options.get("scale", "f16")
        self.zero = options.get("zero", "")
        self.result = options.get("result", "f32")
        self.constant = "constant" in options
        self.weights_t, self.activations_t = "weights-t" in options, "activations-t" in options
        self.batch = [int(options["batch"])] if "batch" in options else []
        self.random = random.Random(7)

    def of_weights(self, k, n):
        return self.batch + ([n, k] if self.weights_t else [k, n])

    def pick_weight(self):
        if self.weights in RANGES:
            return str(self.random.randint(*RANGES[self.weights]))
        return self.random.choice(FLOATS)

    def print(self):
        lhs = tensor(self.batch + ([self.k, self.m] if self.activations_t else [self.m, self.k]), self.activations)
        rhs = tensor(self.of_weights(self.k, self.n), self.weights)
        outs = tensor(self.batch + [self.m, self.n], self.result)
        groups = -(-self.k // self.group) if self.group else 1
        inputs, lines, tables = [f"%a: {lhs}"], [], ""
        if self.constant:
            values = dense(self.of_weights(self.k, self.n), self.pick_weight)
            lines.append(f"%w = arith.constant dense<{values}> : {rhs}")
        else:
            inputs.append(f"%w: {rhs}")
        if self.scale != "none":
            scale = tensor(self.of_weights(groups, self.n), self.scale)
            inputs.append(f"%s: {scale}")
            tables += f" rhs_scale(%s : {scale})"
        if self.zero:
            zero = tensor(self.of_weights(groups, self.n), "i32")
            values = dense(self.of_weights(groups, self.n), lambda: str(self.random.randint(*RANGES[self.weights])))
            lines.append(f"%z = arith.constant dense<{values}> : {zero}")
            tables += f" rhs_zero_point(%z : {zero})"
        if tables:
            block = [1] * len(self.batch) + ([1, self.group] if self.weights_t else [self.group, 1])
            tables += f" rhs_block [{', '.join(map(str, block))}]"
        inputs.append(f"%c: {outs}")
        flags = [name for name, is_set in (("transpose_lhs", self.activations_t), ("transpose_rhs", self.weights_t)) if is_set]
        attributes = f" {{{', '.join(flags)}}}" if flags else ""
        print(f"func.func @main({', '.join(inputs)}) -> {outs} {{")
        for line in lines:
            print(f"  {line}")
        print(f"  %0 = mixp.matmul ins(%a, %w : {lhs}, {rhs}){tables} outs(%c : {outs}){attributes} -> {outs}")
        print(f"  return %0 : {outs}\n}}")


Model(sys.argv[1:]).print()
