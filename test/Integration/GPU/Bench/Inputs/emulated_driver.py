"""A device for launches.py and device_program.py whose kernels run in ptx-emu.

Addresses are those of host memory. A kernel's operands are written to files,
and what the emulator makes of them is read back.
"""

import ctypes
import pathlib
import subprocess
import tempfile

import npy

# cuda.h's CUtensorMapDataType, as bytes of an element.
WIDTHS = {0: 1, 1: 2, 2: 4, 3: 4, 6: 2, 7: 4, 9: 2}


class EmulatedMap(ctypes.Structure):
    """Takes the place of a descriptor; the driver's type is 128 bytes too."""

    _fields_ = [("bytes", ctypes.c_char * 128)]


class EmulatedDriver:
    name, cuda_version = "ptx-emu", "13.0"

    def __init__(self, ptx_emu, capability, multiprocessors=3):
        self.ptx_emu, self.capability, self.multiprocessors = ptx_emu, capability, multiprocessors
        self.regions, self.memory = {}, {}  # bytes of memory, and itself, by its address
        self.launches = 0

    def load_module(self, image):
        if image.startswith(b"\x7fELF"):
            from cuda_driver import DriverError

            raise DriverError("the emulator takes no cubin")
        return image

    def unload_module(self, module):
        pass

    def function(self, module, name, shared_bytes):
        return module, name

    def encode_tensor_map(self, tensor_map):
        tensor_map.check()
        encoded = EmulatedMap()
        encoded.map = tensor_map
        return encoded

    def synchronize(self):
        pass

    def allocate(self, size):
        """Memory at a multiple of 256 bytes."""
        memory = ctypes.create_string_buffer(b"\xcd" * size, size + 256)
        address = -(-ctypes.addressof(memory) // 256) * 256
        self.memory[address], self.regions[address] = memory, size
        return address

    def free(self, address):
        del self.memory[address], self.regions[address]

    def upload(self, address, contents):
        ctypes.memmove(address, bytes(contents), len(contents))

    def download(self, address, size):
        return ctypes.string_at(address, size)

    def fill(self, address, byte, size):
        ctypes.memset(address, byte, size)

    def launch(self, function, grid, threads, shared_bytes, arguments, stream=0):
        """Runs at once."""
        self.launches += 1
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "code.ptx").write_bytes(function[0])
            command = [self.ptx_emu, str(folder / "code.ptx"), f"--kernel={function[1]}", f"--shared={shared_bytes}"]
            command += ["--grid=" + ",".join(map(str, grid)), f"--block={threads},1,1"]
            for value in arguments.values:
                command += self._specify(folder, value, command)
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                raise AssertionError(f"{' '.join(command)}\n{done.stderr}")
            for file in folder.glob("*.npy"):
                address = int(file.stem)
                contents = npy.read(file)
                ctypes.memmove(address, contents, len(contents))

    def _dump(self, folder, address):
        file = folder / f"{address}.npy"
        npy.write(file, "|u1", (self.regions[address],), ctypes.string_at(address, self.regions[address]))
        return file

    def _specify(self, folder, value, command):
        if isinstance(value, ctypes.c_uint64) and value.value == 0:
            return ["--arg=i64:0"]
        if isinstance(value, ctypes.c_uint64):
            return [f"--arg=inout:{self._dump(folder, value.value)}"]
        if isinstance(value, EmulatedMap):
            tensor_map = value.map
            number = sum(word.startswith("--memory") for word in command)
            width = WIDTHS[tensor_map.element]
            stride = tensor_map.dims[0] * width
            assert not tensor_map.strides or tensor_map.strides[0] == stride, "ptx-emu's maps are dense"
            sizes = ["x".join(map(str, numbers)) for numbers in (tensor_map.box, tensor_map.dims)]
            spec = f"map:m{number}:box={sizes[0]}:shape={sizes[1]}:swizzle={tensor_map.swizzle}:bytes={width}"
            return [f"--memory=inout:{self._dump(folder, tensor_map.base)}", f"--arg={spec}"]
        return [f"--arg=i{8 * ctypes.sizeof(value)}:{value.value}"]
