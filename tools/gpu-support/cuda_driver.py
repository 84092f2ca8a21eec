"""The CUDA driver by ctypes: no toolkit and no Python package is needed.

The context is the device's primary one, which PyTorch uses too: addresses and
streams of torch tensors can be passed as they are. Numbers of errors,
attributes and options are those of cuda.h, which the driver's ABI fixes.
"""

import ctypes
import os

from tensor_map import L2_PROMOTION_128_BYTES, SWIZZLE_CODES

STUB_LIBRARY, NO_DEVICE = 34, 100
CAPABILITY_MAJOR, CAPABILITY_MINOR, MULTIPROCESSORS, SHARED_BYTES = 75, 76, 16, 97
MAX_DYNAMIC_SHARED_BYTES = 8  # of a function
SHARED_BYTES_WITHOUT_ASKING = 48 * 1024
ERROR_LOG, ERROR_LOG_BYTES = 5, 6  # options of cuModuleLoadDataEx


class NoDevice(Exception):
    """There is no driver or no device: a reason to skip, not to fail."""


class DriverError(Exception):
    """A function of the driver failed."""


class KernelArguments:
    """Values of a kernel's parameters, kept where the driver can read them."""

    def __init__(self, values):
        self.values = list(values)
        addresses = [ctypes.addressof(value) for value in self.values]
        self.pointers = (ctypes.c_void_p * len(addresses))(*addresses)


class Driver:
    """One device. `MIXP_LIBCUDA` names another library than libcuda.so.1.

    Without a context only its properties can be asked for: a process that
    leaves the work to others has none, where a device takes one process only.
    """

    def __init__(self, index=0, make_context=True):
        path = os.environ.get("MIXP_LIBCUDA") or "libcuda.so.1"
        try:
            self.library = ctypes.CDLL(path)
        except OSError as error:
            raise NoDevice(f"no CUDA driver: {error}") from error
        self._open(index)
        self._read_properties()
        if make_context:
            self._make_context()

    def call(self, name, *arguments):
        """Calls a function of the driver; raises what the driver says."""
        error = getattr(self.library, name)(*arguments)
        if error:
            text = ctypes.c_char_p()
            self.library.cuGetErrorString(error, ctypes.byref(text))
            raise DriverError(f"{name}: {(text.value or b'unknown error').decode()} (error {error})")

    def _open(self, index):
        error, count = self.library.cuInit(0), ctypes.c_int()
        if error == STUB_LIBRARY:
            raise NoDevice("no CUDA driver: the library is the toolkit's stub")
        if error == NO_DEVICE:
            raise NoDevice("no CUDA device: the driver found none")
        if error:
            raise DriverError(f"cuInit: error {error}")
        self.call("cuDeviceGetCount", ctypes.byref(count))
        if index >= count.value:
            raise NoDevice(f"no CUDA device #{index}: the driver found {count.value}")
        self.device = ctypes.c_int()
        self.call("cuDeviceGet", ctypes.byref(self.device), index)

    def _make_context(self):
        context = ctypes.c_void_p()
        self.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), self.device)
        self.call("cuCtxSetCurrent", context)

    def _attribute(self, number):
        value = ctypes.c_int()
        self.call("cuDeviceGetAttribute", ctypes.byref(value), number, self.device)
        return value.value

    def _read_properties(self):
        name, version = ctypes.create_string_buffer(256), ctypes.c_int()
        self.call("cuDeviceGetName", name, 255, self.device)
        self.call("cuDriverGetVersion", ctypes.byref(version))
        self.name = name.value.decode()
        self.cuda_version = f"{version.value // 1000}.{version.value % 1000 // 10}"
        self.capability = 10 * self._attribute(CAPABILITY_MAJOR) + self._attribute(CAPABILITY_MINOR)
        self.multiprocessors = self._attribute(MULTIPROCESSORS)
        self.shared_bytes = self._attribute(SHARED_BYTES)

    def load_module(self, image):
        """A module from PTX or a cubin; the compiler's messages are in the error."""
        module, log = ctypes.c_void_p(), ctypes.create_string_buffer(16384)
        options = (ctypes.c_int * 2)(ERROR_LOG, ERROR_LOG_BYTES)
        values = (ctypes.c_void_p * 2)(ctypes.addressof(log), len(log) - 1)
        try:
            self.call("cuModuleLoadDataEx", ctypes.byref(module), image + b"\0", 2, options, values)
        except DriverError as error:
            lines = "; ".join(log.value.decode(errors="replace").split("\n")).strip("; ")
            raise DriverError(f"{error}: {lines}" if lines else str(error)) from error
        return module

    def unload_module(self, module):
        self.call("cuModuleUnload", module)

    def function(self, module, name, shared_bytes):
        function = ctypes.c_void_p()
        if shared_bytes > self.shared_bytes:
            raise DriverError(
                f"kernel '{name}' needs {shared_bytes} bytes of shared memory but a block of this device has at most "
                f"{self.shared_bytes}; compile for the device's architecture"
            )
        self.call("cuModuleGetFunction", ctypes.byref(function), module, name.encode())
        if shared_bytes > SHARED_BYTES_WITHOUT_ASKING:
            self.call("cuFuncSetAttribute", function, MAX_DYNAMIC_SHARED_BYTES, shared_bytes)
        return function

    def launch(self, function, grid, threads, shared_bytes, arguments, stream=0):
        """Enqueues a kernel on a stream, 0 being the default one."""
        self.call(
            "cuLaunchKernel", function, *grid, threads, 1, 1, shared_bytes,
            ctypes.c_void_p(stream), arguments.pointers, None,
        )  # fmt: skip

    def encode_tensor_map(self, tensor_map):
        """The 128 bytes that a kernel takes by value, at a multiple of 64."""
        tensor_map.check()
        if not hasattr(self.library, "cuTensorMapEncodeTiled"):
            raise DriverError("the driver has no function cuTensorMapEncodeTiled; install one of CUDA 12 or later")
        memory = ctypes.create_string_buffer(128 + 64)
        offset = -ctypes.addressof(memory) % 64
        rank = len(tensor_map.dims)
        self.call(
            "cuTensorMapEncodeTiled", ctypes.byref(memory, offset), tensor_map.element, rank,
            ctypes.c_void_p(tensor_map.base), (ctypes.c_uint64 * rank)(*tensor_map.dims),
            (ctypes.c_uint64 * max(rank - 1, 1))(*tensor_map.strides), (ctypes.c_uint32 * rank)(*tensor_map.box),
            (ctypes.c_uint32 * rank)(*[1] * rank), 0, SWIZZLE_CODES[tensor_map.swizzle], L2_PROMOTION_128_BYTES, 0,
        )  # fmt: skip
        return (ctypes.c_char * 128).from_buffer(memory, offset)

    def allocate(self, size):
        address = ctypes.c_uint64()
        self.call("cuMemAlloc_v2", ctypes.byref(address), ctypes.c_size_t(size))
        return address.value

    def free(self, address):
        self.call("cuMemFree_v2", ctypes.c_uint64(address))

    def upload(self, address, contents):
        self.call("cuMemcpyHtoD_v2", ctypes.c_uint64(address), bytes(contents), ctypes.c_size_t(len(contents)))

    def download(self, address, size):
        contents = ctypes.create_string_buffer(size)
        self.call("cuMemcpyDtoH_v2", contents, ctypes.c_uint64(address), ctypes.c_size_t(size))
        return contents.raw

    def fill(self, address, byte, size):
        """Waits for the default stream."""
        self.call("cuMemsetD8_v2", ctypes.c_uint64(address), ctypes.c_ubyte(byte), ctypes.c_size_t(size))

    def synchronize(self):
        self.call("cuCtxSynchronize")
