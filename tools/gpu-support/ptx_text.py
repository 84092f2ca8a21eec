"""PTX around an instruction: a kernel of pointers, and copies of registers."""

# The first PTX version with what the cases of a target use.
VERSIONS = {"sm_75": "7.0", "sm_80": "7.8", "sm_89": "8.4", "sm_90a": "8.6"}


def registers(prefix, count):
    return [f"{prefix}{i}" for i in range(count)]


def braces(names):
    return "{" + ", ".join(names) + "}"


def kernel(target, parameters, body, threads, shared_bytes=0):
    """A kernel `calibrate`. `parameters` are "u64" or "map"; %rd0, %rd1, ... are
    their values (addresses of maps), %thread the thread and %block its block."""
    declared, loads = [], []
    for number, kind in enumerate(parameters):
        name = f"param_{number}"
        if kind == "map":
            declared.append(f"  .param .align 64 .b8 {name}[128]")
            loads += [f"mov.b64 %rd{number}, {name};", f"cvta.param.u64 %rd{number}, %rd{number};"]
        else:
            declared.append(f"  .param .u64 {name}")
            loads += [f"ld.param.u64 %rd{number}, [{name}];"]
            loads += [f"cvta.to.global.u64 %rd{number}, %rd{number};"]
    lines = [f".version {VERSIONS[target]}", f".target {target}", ".address_size 64", ""]
    if shared_bytes:
        lines += [".extern .shared .align 1024 .b8 shared[];", ""]
    lines += [".visible .entry calibrate(", ",\n".join(declared), f") .reqntid {threads}, 1, 1", "{"]
    lines += ["  .reg .pred %p<8>;", "  .reg .b16 %h<8>;", "  .reg .b32 %r<32>;", "  .reg .b64 %rd<24>;"]
    lines += ["  .reg .b32 %thread, %block;", "  mov.u32 %thread, %tid.x;", "  mov.u32 %block, %ctaid.x;"]
    return "\n".join(lines + [f"  {line}" for line in loads + body + ["ret;"]] + ["}", ""])


def address(result, base, threads, per_block, step=0):
    """Lines for result = base + 4 * ((block * per_block + step) * threads + tid),
    with %r30 and %rd20 as scratch. Words of a thread are `threads` apart."""
    return [
        f"mad.lo.u32 %r30, %block, {per_block}, {step};",
        f"mad.lo.u32 %r30, %r30, {threads}, %thread;",
        "mul.wide.u32 %rd20, %r30, 4;",
        f"add.u64 {result}, {base}, %rd20;",
    ]


def load_words(names, pointer, threads):
    return [f"ld.global.b32 {name}, [{pointer}+{4 * threads * i}];" for i, name in enumerate(names)]


def store_words(names, pointer, threads):
    return [f"st.global.b32 [{pointer}+{4 * threads * i}], {name};" for i, name in enumerate(names)]


def copy_to_shared(base, first, size, threads, label):
    """Copies `size` bytes of each block's part of an input to shared memory at
    `first`, word by word."""
    return [
        "mov.u32 %r28, %thread;",
        f"{label}:",
        f"mad.lo.u32 %r29, %block, {size // 4}, %r28;",
        "mul.wide.u32 %rd20, %r29, 4;",
        f"add.u64 %rd20, {base}, %rd20;",
        "ld.global.b32 %r29, [%rd20];",
        f"mad.lo.u32 %r30, %r28, 4, {first};",
        "mov.u32 %r27, shared;",
        "add.u32 %r30, %r30, %r27;",
        "st.shared.b32 [%r30], %r29;",
        f"add.u32 %r28, %r28, {threads};",
        f"setp.lt.u32 %p7, %r28, {size // 4};",
        f"@%p7 bra {label};",
    ]


def copy_from_shared(base, first, size, threads, label):
    """The way back."""
    return [
        "mov.u32 %r28, %thread;",
        f"{label}:",
        f"mad.lo.u32 %r30, %r28, 4, {first};",
        "mov.u32 %r27, shared;",
        "add.u32 %r30, %r30, %r27;",
        "ld.shared.b32 %r29, [%r30];",
        f"mad.lo.u32 %r30, %block, {size // 4}, %r28;",
        "mul.wide.u32 %rd20, %r30, 4;",
        f"add.u64 %rd20, {base}, %rd20;",
        "st.global.b32 [%rd20], %r29;",
        f"add.u32 %r28, %r28, {threads};",
        f"setp.lt.u32 %p7, %r28, {size // 4};",
        f"@%p7 bra {label};",
    ]
