"""Which code runs on which device: "sm_80" on 8.0 and later, "sm_90a" on 9.0 only."""

import dataclasses
import re


@dataclasses.dataclass(frozen=True)
class Target:
    """A compilation target. `capability` is 10 * major + minor."""

    capability: int
    suffix: str  # "", "a" or "f"

    @staticmethod
    def parse(name):
        found = re.fullmatch(r"sm_(\d{2,3})([af]?)", name)
        if not found:
            raise ValueError(f"expected a target such as sm_80 or sm_90a but got '{name}'")
        return Target(int(found.group(1)), found.group(2))

    def runs_cubin(self, capability):
        """Machine code runs on its major version, from its minor version on."""
        if self.suffix == "a":
            return capability == self.capability
        return capability // 10 == self.capability // 10 and capability >= self.capability

    def runs_ptx(self, capability):
        """The driver compiles PTX for every later device, but not that of suffixes."""
        return self.runs_cubin(capability) if self.suffix else capability >= self.capability


def format_capability(capability):
    return f"{capability // 10}.{capability % 10}"
