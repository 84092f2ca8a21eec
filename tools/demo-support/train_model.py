#!/usr/bin/env python3
"""Train mixp's demo model on Fashion-MNIST and export it as ONNX.

The model is a one-block vision transformer: an image is cut into 16 patches of
7x7 pixels (so the first product has K = 49), and the 16 tokens of width 192 pass
through self-attention (3 heads), a feed-forward block and a dense classifier.
BatchNorm1d is the normalization: at inference it is a per-feature multiply-add.
Linear layers see 2-D operands and export as Gemm; only the batch, "N", is dynamic.

In the last third of training, every other batch runs with weights rounded to 4
bits, so that the exported f32 weights also survive 4-bit quantization.

Input:  image  f32 [N, 1, 28, 28], pixel values divided by 255
Output: scores f32 [N, 10], logits

Needs Debian 12's packages (torch 1.13 on the CPU, ONNX opset 13):

    apt-get install --no-install-recommends python3-torch python3-onnx \\
        python3-numpy dataset-fashion-mnist libopenblas0-serial
    /usr/bin/python3 train_model.py --output fashion.onnx

It takes 12 minutes on one core with AVX-512 and reaches 90.8 % on the test set,
with f32 and with 4-bit weights. With the reference BLAS, matrix products are over
ten times slower.
"""

import argparse
import gzip
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import nn
from torch.nn import functional as F

DATA_DIR = Path("/usr/share/datasets/fashion-mnist")
SIDE, PATCH = 28, 7  # pixels along the edge of an image and of a patch
GRID = SIDE // PATCH  # patches along the edge of an image
TOKENS = GRID * GRID
DIM, HEADS, FFN_DIM, HIDDEN, CLASSES = 192, 3, 384, 128, 10

BATCH = 256
PEAK_LR = 2e-3
MAX_SHIFT = 1  # pixels
WARMUP = 0.05  # fraction of all steps
INT4_FROM = 2 / 3  # fraction of all steps before 4-bit weights join in
INT4_GROUP = 128  # weights along K that share a 4-bit scale


def fake_int4(weight):
    """Round [out, K] weights to 4 bits, symmetric, with straight-through gradients."""
    out, k = weight.shape
    groups = F.pad(weight.detach(), (0, -k % INT4_GROUP)).view(out, -1, INT4_GROUP)
    scale = groups.abs().amax(dim=2, keepdim=True).clamp_min(1e-12) / 7
    rounded = ((groups / scale).round() * scale).view(out, -1)[:, :k]
    return weight + (rounded - weight).detach()


class Linear(nn.Linear):
    """A linear layer that can run with 4-bit weights while training."""

    int4 = False  # switched for all layers at once, as Linear.int4

    def forward(self, x):
        weight = fake_int4(self.weight) if Linear.int4 else self.weight
        return F.linear(x, weight, self.bias)


class FashionNet(nn.Module):
    """Patches -> attention block -> feed-forward block -> dense classifier.

    Tokens form a 2-D [N * TOKENS, DIM] matrix. All reshapes are by constants, which
    keeps shape arithmetic out of the exported graph.
    """

    def __init__(self):
        super().__init__()
        self.embed = Linear(PATCH * PATCH, DIM)
        self.position = nn.Parameter(torch.randn(TOKENS, DIM) * 0.02)
        self.query = Linear(DIM, DIM)
        self.key = Linear(DIM, DIM)
        self.value = Linear(DIM, DIM)
        self.project = Linear(DIM, DIM)
        self.norm1 = nn.BatchNorm1d(DIM)
        self.expand = Linear(DIM, FFN_DIM)
        self.contract = Linear(FFN_DIM, DIM)
        self.norm2 = nn.BatchNorm1d(DIM)
        self.hidden = Linear(TOKENS * DIM, HIDDEN)
        self.classify = Linear(HIDDEN, CLASSES)
        self.dropout = nn.Dropout(0.1)
        self.hidden_dropout = nn.Dropout(0.3)

    def attention(self, x):
        width = DIM // HEADS
        q = self.query(x).reshape(-1, TOKENS, HEADS, width).permute(0, 2, 1, 3)
        k = self.key(x).reshape(-1, TOKENS, HEADS, width).permute(0, 2, 3, 1)
        v = self.value(x).reshape(-1, TOKENS, HEADS, width).permute(0, 2, 1, 3)
        weights = torch.softmax(q @ k * width**-0.5, dim=-1)
        return self.project((weights @ v).permute(0, 2, 1, 3).reshape(-1, DIM))

    def forward(self, image):
        x = image.reshape(-1, GRID, PATCH, GRID, PATCH).permute(0, 1, 3, 2, 4)
        x = self.embed(x.reshape(-1, PATCH * PATCH))
        x = (x.reshape(-1, TOKENS, DIM) + self.position).reshape(-1, DIM)
        x = self.norm1(x + self.dropout(self.attention(x)))
        x = self.norm2(x + self.dropout(self.contract(F.relu(self.expand(x)))))
        x = self.hidden_dropout(x.reshape(-1, TOKENS * DIM))
        x = self.hidden_dropout(F.relu(self.hidden(x)))
        return self.classify(x)


def load(split):
    """Return images (f32 [n, 1, 28, 28] in [0, 1]) and labels (i64 [n])."""
    with gzip.open(DATA_DIR / f"{split}-images-idx3-ubyte.gz") as f:
        pixels = np.frombuffer(f.read(), np.uint8, offset=16)
    with gzip.open(DATA_DIR / f"{split}-labels-idx1-ubyte.gz") as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8)
    images = pixels.reshape(-1, 1, SIDE, SIDE).astype(np.float32) / 255
    return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))


def augment(images):
    """Mirror half of the images and shift each one by up to MAX_SHIFT pixels."""
    n = len(images)
    flip = torch.rand(n, 1, 1, 1) < 0.5
    images = F.pad(torch.where(flip, images.flip(3), images), (MAX_SHIFT,) * 4)
    rows = torch.randint(2 * MAX_SHIFT + 1, (n, 1)) + torch.arange(SIDE)
    cols = torch.randint(2 * MAX_SHIFT + 1, (n, 1)) + torch.arange(SIDE)
    picks = torch.arange(n)[:, None, None], rows[:, :, None], cols[:, None, :]
    return images[:, 0][picks].unsqueeze(1)


def train(model, images, labels, epochs):
    """AdamW with linear warm-up and cosine decay to zero."""
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=0.05)
    batches = len(images) // BATCH
    steps = epochs * batches
    step = 0
    model.train()
    for epoch in range(epochs):
        total = 0.0
        for pick in torch.randperm(len(images))[: batches * BATCH].split(BATCH):
            decay = 0.5 * (1 + math.cos(math.pi * step / steps))
            warm_up = (step + 1) / (WARMUP * steps)
            optimizer.param_groups[0]["lr"] = PEAK_LR * min(decay, warm_up)
            Linear.int4 = step >= INT4_FROM * steps and step % 2 == 1
            scores = model(augment(images[pick]))
            loss = F.cross_entropy(scores, labels[pick], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item()
            step += 1
        print(f"epoch {epoch + 1}/{epochs}: loss {total / batches:.4f}", flush=True)
    Linear.int4 = False
    model.eval()


@torch.no_grad()
def accuracy(model, images, labels):
    pairs = zip(images.split(1000), labels.split(1000))
    hits = sum((model(x).argmax(1) == y).sum().item() for x, y in pairs)
    return 100 * hits / len(labels)


def export(model, path):
    torch.onnx.export(
        model, torch.zeros(2, 1, SIDE, SIDE), str(path), opset_version=13,
        input_names=["image"], output_names=["scores"],
        dynamic_axes={"image": {0: "N"}, "scores": {0: "N"}},
    )
    onnx.checker.check_model(onnx.load(str(path)), full_check=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, default=Path("fashion.onnx"))
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)

    model = FashionNet()
    train(model, *load("train"), args.epochs)
    test = load("t10k")
    print(f"test top-1 with f32 weights: {accuracy(model, *test):.2f} %")
    Linear.int4 = True
    print(f"test top-1 with 4-bit weights: {accuracy(model, *test):.2f} %")
    Linear.int4 = False
    export(model, args.output)
    print(f"wrote {args.output}, {args.output.stat().st_size} bytes")


if __name__ == "__main__":
    main()
