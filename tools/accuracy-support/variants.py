"""The precisions that are measured and what each may lose."""

import dataclasses
from typing import Optional


@dataclasses.dataclass(frozen=True)
class Limits:
    """What a model may lose at most at one precision; None: no limit."""

    lost_points: Optional[float] = None  # of top-1, against f32
    clear_answers: Optional[int] = None  # that are as the float model's, at least
    total_variation: Optional[float] = None

    def broken(self, row, base):
        """Texts of what does not hold."""
        if self.lost_points is not None:
            lost = base["top-1 %"] - row["top-1 %"]
            if lost > self.lost_points + 1e-9:
                yield f"loses {lost:.2f} points of top-1, allowed are {self.lost_points}"
        if self.clear_answers is not None and row["same answer where sure"] < self.clear_answers:
            yield f"keeps {row['same answer where sure']} sure answers, expected {self.clear_answers}"
        if self.total_variation is not None and row["mean total variation"] > self.total_variation:
            yield f"total variation {row['mean total variation']:.4f}, allowed is {self.total_variation}"


@dataclasses.dataclass(frozen=True)
class Variant:
    """Options of `mixp quantize`, and limits by the name of a model."""

    options: str
    limits: dict = dataclasses.field(default_factory=dict)

    @property
    def file_name(self):
        return self.options.replace("--", "").replace("=", "-").replace(" ", "_")


VARIANTS = [
    Variant("--scheme=f32"),
    Variant("--scheme=bf16", {"magika": Limits(clear_answers=98, total_variation=0.002)}),
    Variant("--scheme=f16"),
    Variant("--scheme=w8a16", {"magika": Limits(clear_answers=98, total_variation=0.004)}),
    Variant("--scheme=w8a8", {"attention": Limits(lost_points=0.3), "fashion": Limits(lost_points=0.5)}),
    Variant("--scheme=w8a8 --calibrator=entropy"),
    Variant("--scheme=w8a8 --calibrator=mse", {"magika": Limits(clear_answers=98)}),
    Variant("--scheme=w8a8 --calibrator=percentile=99.99"),
    Variant("--scheme=w8a8 --smooth"),
    Variant("--scheme=w8a8 --budget=0.5", {"magika": Limits(clear_answers=98)}),
    Variant("--scheme=w8a8-dynamic"),
    Variant("--scheme=w4a16-g128 --weights=nearest"),
    Variant("--scheme=w4a16-g128 --weights=mse",
            {"attention": Limits(lost_points=1.0), "magika": Limits(clear_answers=97)}),
    Variant("--scheme=w4a16-g128 --weights=gptq",
            {"attention": Limits(lost_points=1.0), "magika": Limits(clear_answers=97, total_variation=0.04)}),
    Variant("--scheme=w4a8-g128"),
]  # fmt: skip
