"""The lit suite of the gtest binaries: one lit result for each gtest case."""

import os

import lit.formats

config.name = "mixp-unit"
config.suffixes = []
config.test_exec_root = os.path.join(config.mixp_obj_root, "test", "Unit")
config.test_source_root = config.test_exec_root
config.test_format = lit.formats.GoogleTest(".", "Tests")
if "MIXP_MODELS" in os.environ:
    config.environment["MIXP_MODELS"] = os.environ["MIXP_MODELS"]
