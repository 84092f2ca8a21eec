"""Ops, attributes and passes without documentation, example or test."""

import json
import os
import pathlib
import re
import shutil
import subprocess

from repository import Offender


def tblgen():
    """llvm-tblgen and the include folder beside it, of an LLVM with MLIR."""
    for name in ("llvm-tblgen", "llvm-tblgen-22"):
        program = shutil.which(name)
        if program:
            include = pathlib.Path(os.path.realpath(program)).parent.parent / "include"
            if (include / "mlir" / "IR" / "OpBase.td").exists():
                return program, include
    return None, None


def records(repository, name, program, include):
    """All TableGen records of one file, as llvm-tblgen's JSON has them."""
    includes = [repository.root / "include", *(repository.mlir_include or [include])]
    command = [program, "--dump-json", str(repository.root / name)]
    for folder in includes:
        command += ["-I", str(folder)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        raise RuntimeError(result.stderr)
    return json.loads(result.stdout)


def squeeze(text):
    """Without spaces and with all SSA names alike, for comparing IR."""
    return re.sub(r"%[\w$.-]+(:\d+)?", "%", re.sub(r"//[^\n]*", "", text)).translate(
        str.maketrans("", "", " \t\n")
    )


def examples(description):
    """The lines of the ```mlir blocks; a line that ends open goes on."""
    for block in re.findall(r"```mlir\n(.*?)```", description, re.DOTALL):
        block = re.sub(r"\n\s{6,}(?=\S)", " ", "\n" + block)
        yield from (line.strip() for line in block.splitlines() if line.strip())


class Documentation:
    """What a check of one record needs to know of the whole repository."""

    def __init__(self, repository):
        tests = repository.select(".mlir", ".test", under="test/")
        self.repository = repository
        self.tests = "\n".join(repository.text(name) for name in tests)
        self.squeezed = squeeze(self.tests)
        self.sources = {pathlib.PurePosixPath(name).name for name in repository.select(".cpp")}

    def check_text(self, record, what, place, example=True):
        for field in ("summary", "description"):
            if not (record.get(field) or "").strip():
                yield Offender(*place, f"{what} has no {field}", f"write let {field} = ...")
        description = record.get("description") or ""
        if example and "```mlir" not in description:
            yield Offender(*place, f"{what} has no example", "add a ```mlir block to its description")

    def check_op(self, record, place):
        name = f"{record['opDialect']['def'].split('_')[0].lower()}.{record['opName']}"
        yield from self.check_text(record, f"op {name}", place)
        if name not in self.tests:
            yield Offender(*place, f"op {name} is in no test", "add one below test/")
        for line in examples(record.get("description") or ""):
            if name in line and squeeze(line) not in self.squeezed:
                yield Offender(*place, f"example is no test: {line}", "copy it into a test")

    def check_attribute(self, record, place):
        """Enumerations say in their cases what they mean."""
        if "EnumAttr" not in record["!superclasses"]:
            what = f"attribute #{record['dialect']['def'].split('_')[0].lower()}.{record['mnemonic']}"
            yield from self.check_text(record, what, place, example=False)

    def check_pass(self, record, place):
        argument = record["argument"]
        yield from self.check_text(record, f"pass {argument}", place)
        if not re.search(rf"RUN:.*[-({{,]{re.escape(argument)}\b|^// RUN:.*\b{re.escape(argument)}\b",
                         self.tests, re.MULTILINE):
            yield Offender(*place, f"pass {argument} is run by no test", "add one below test/")
        source = record["!name"].removesuffix("Pass") + ".cpp"
        if source not in self.sources:
            yield Offender(*place, f"pass {argument} has no file {source}", "one pass, one file of its name")


def check(repository):
    program, include = tblgen()
    documentation = Documentation(repository)
    done = set()
    for name in repository.select(".td", under="include/"):
        if not program:
            yield Offender(name, 1, "no llvm-tblgen of an LLVM with MLIR", "put LLVM 22's tools on the PATH")
            return
        found = records(repository, name, program, include)
        kinds = found["!instanceof"]
        for kind, run in (
            ("Op", documentation.check_op),
            ("AttrDef", documentation.check_attribute),
            ("PassBase", documentation.check_pass),
        ):
            for key in kinds.get(kind, []):
                file, _, line = (found[key].get("!locs") or [":1"])[-1].partition(":")
                if key in done or pathlib.PurePosixPath(name).name != pathlib.PurePosixPath(file).name:
                    continue
                done.add(key)
                yield from run(found[key], (name, int(line.split(":")[0])))
