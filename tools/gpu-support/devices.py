"""Peaks of datasheets: dense TFLOP/s and TOP/s of tensor cores, GB/s of memory.

Sparse figures of the datasheets are halved. Fields: f16 (and bf16, both with
f32 accumulation), tf32, f8, s8, memory.
"""

PEAKS = (
    # (part of the name, other part that must not be there, peaks)
    # NVIDIA H200 Tensor Core GPU datasheet (2024), SXM.
    ("H200", "NVL", {"f16": 989.5, "tf32": 494.7, "f8": 1979, "s8": 1979, "memory": 4800}),
    # NVIDIA H100 Tensor Core GPU datasheet (2023), PCIe: 756, 378, 1513, 1513.
    ("H100 PCIe", "", {"f16": 756, "tf32": 378, "f8": 1513, "s8": 1513, "memory": 2000}),
    # The same datasheet, SXM5.
    ("H100 80GB HBM3", "", {"f16": 989.5, "tf32": 494.7, "f8": 1979, "s8": 1979, "memory": 3350}),
    # NVIDIA A100 Tensor Core GPU datasheet (2021): 80 GB, SXM 2039 GB/s, PCIe 1935.
    ("A100-SXM4-80GB", "", {"f16": 312, "tf32": 156, "s8": 624, "memory": 2039}),
    ("A100 80GB PCIe", "", {"f16": 312, "tf32": 156, "s8": 624, "memory": 1935}),
    # The same, 40 GB: 1555 GB/s.
    ("A100", "80GB", {"f16": 312, "tf32": 156, "s8": 624, "memory": 1555}),
    # NVIDIA L40S datasheet (2023): 362.05, 183, 733, 733.
    ("L40S", "", {"f16": 362.05, "tf32": 183, "f8": 733, "s8": 733, "memory": 864}),
    # NVIDIA Ada GPU architecture whitepaper (2022), appendix A: RTX 4090 with
    # f32 accumulation 165.2 (f16), 82.6 (tf32), 330.3 (f8), 660.6 (s8).
    ("RTX 4090", "", {"f16": 165.2, "tf32": 82.6, "f8": 330.3, "s8": 660.6, "memory": 1008}),
)


def find_peaks(name):
    """The peaks of a device by its driver's name; empty where unknown."""
    for part, other, peaks in PEAKS:
        if part in name and not (other and other in name):
            return peaks
    return {}
