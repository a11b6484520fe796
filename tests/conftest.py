"""What every test may use: where the real documents are, and the real encoder, loaded once."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest

from align.encoders import Encoder, load_encoder
from corpora import office_conversion
from corpora.office_conversion import installed_office
from corpora.text_recognition import INSTALL_HINT, MODELS, Engine, installed_engine
from tm.memory import Memory

REPOSITORY = Path(__file__).resolve().parent.parent
REQUIRED = set(os.environ.get("HEXAPLA_REQUIRE", "").replace(",", " ").split())


def _miss(name: str, message: str) -> NoReturn:
    """Skip a test that needs a program or the data; fail it where HEXAPLA_REQUIRE names what is missing."""
    if name in REQUIRED:
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real documents beside the checkout; skips (or fails, when required) without it."""
    folder = Path(os.environ.get("HEXAPLA_DATA", REPOSITORY.parent / "shared" / "data"))
    if not folder.is_dir():
        message = f"the real documents are not at {folder}; set HEXAPLA_DATA to their folder"
        _miss("data", message)
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; skips (or fails, when required) without one."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        message = "no Chromium on the search path; on Debian: apt-get install chromium"
        _miss("chromium", message)
    return found


@pytest.fixture(scope="session")
def tesseract() -> Engine:
    """An installed Tesseract with the six languages; skips (or fails, when required) without it."""
    engine = installed_engine()
    missing = set(MODELS.values()) - (engine.models if engine else set())
    if engine is None or missing:
        message = f"no Tesseract with {', '.join(sorted(missing))}; {INSTALL_HINT}"
        _miss("tesseract", message)
    return engine


@pytest.fixture(scope="session")
def libreoffice() -> str:
    """The path of LibreOffice, where the Noto fonts are too; skips (or fails, when required) without them."""
    found = installed_office()
    fonts = ("NotoNaskhArabic-Regular.ttf", "NotoSerifCJK-Regular.ttc")
    missing = [font for font in fonts if not any(Path("/usr/share/fonts").rglob(font))]
    if found is None or missing:
        message = f"no LibreOffice; {office_conversion.INSTALL_HINT}"
        if found is not None:
            message = "no Noto fonts; on Debian: apt-get install fonts-noto-core fonts-noto-cjk"
        _miss("libreoffice", message)
    return found


@pytest.fixture(scope="session")
def spreadsheet_program(libreoffice: str) -> str:
    """The path of LibreOffice with Calc; skips (or fails, when LibreOffice is required) without it."""
    if not Path(libreoffice).resolve().with_name("libsclo.so").is_file():
        message = "LibreOffice has no Calc; on Debian: apt-get install libreoffice-calc-nogui"
        _miss("libreoffice", message)
    return libreoffice


@pytest.fixture(scope="session")
def omegat() -> str:
    """The path of OmegaT; skips (or fails, when required) without it or Java."""
    found = shutil.which("omegat") if shutil.which("java") else None
    if found is None:
        message = "no OmegaT; on Debian: apt-get install --no-install-recommends omegat"
        _miss("omegat", message)
    return found


@pytest.fixture(scope="session")
def round_trip() -> ModuleType:
    """The module scripts/round_trip_figures.py, with the modules it and the tests of it need."""
    modules = ("written_documents", "written_labels", "produced_text", "produced_html", "produced_fodt")
    for name in (*modules, "produced_documents"):
        _module_beside(name)
    return _module_at(REPOSITORY / "scripts" / "round_trip_figures.py")


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real default encoder."""
    return load_encoder("default")


@pytest.fixture(scope="session")
def samples() -> Path:
    """The sample corpus of the project."""
    return REPOSITORY / "samples"


@pytest.fixture(scope="session")
def sample_memory(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a memory of the samples, built once with the real encoder; tests only read it."""
    from hexapla.building import build

    memory = tmp_path_factory.mktemp("memories") / "samples"
    build([samples], memory)
    return memory


def _module_beside(name: str) -> ModuleType:
    """Load tests/NAME.py, which is no package member and no test."""
    return _module_at(Path(__file__).with_name(f"{name}.py"))


def _module_at(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up.
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def module_beside() -> Callable[[str], ModuleType]:
    """A function from NAME to the module tests/NAME.py."""
    return _module_beside


@pytest.fixture(scope="session")
def pictured_pages() -> ModuleType:
    """The module tests/pictured_pages.py: pages as pictures, PDF files of them."""
    return _module_beside("pictured_pages")


@pytest.fixture(scope="session")
def hash_encoders() -> ModuleType:
    """The module tests/hash_encoder.py: `HashEncoder(dimension, seed)`."""
    return _module_beside("hash_encoder")


@pytest.fixture
def hash_encoder(hash_encoders: ModuleType) -> Encoder:
    """A deterministic encoder of 64 dimensions, for tests where vectors do not matter."""
    encoder: Encoder = hash_encoders.HashEncoder()
    return encoder


@pytest.fixture(scope="session")
def tm_sets() -> ModuleType:
    """The module tests/tm_sets.py: aligned sets made by hand, in six languages."""
    return _module_beside("tm_sets")


@pytest.fixture(scope="session")
def office_memories() -> ModuleType:
    """The module tests/office_memories.py: hostile texts, `memory_of()`, `written()`."""
    return _module_beside("office_memories")


@pytest.fixture(scope="session")
def plotted_pairs() -> ModuleType:
    """The module tests/plotted_pairs.py: `plot()` of beads made by hand."""
    return _module_beside("plotted_pairs")


@pytest.fixture(scope="session")
def term_concepts() -> ModuleType:
    """The module tests/term_concepts.py: concepts made by hand, in six languages."""
    return _module_beside("term_concepts")


@pytest.fixture(scope="session")
def tbx_rules() -> ModuleType:
    """The module tests/tbx_rules.py: what TBX-Basic allows, `problems(path)`."""
    return _module_beside("tbx_rules")


@pytest.fixture(scope="session")
def fetching() -> ModuleType:
    """The module tests/fetch_server.py: a document service on loopback, its behaviours, `fetch()`."""
    return _module_beside("fetch_server")


@pytest.fixture
def fetch_server(fetching: ModuleType) -> Iterator[Any]:
    """A running service on loopback that has no document yet."""
    server = fetching.Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield server
    server.released.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def naive_matching() -> ModuleType:
    """The module tests/naive_matching.py: the score S1 written down slowly."""
    return _module_beside("naive_matching")


@pytest.fixture
def hostile(
    tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder
) -> Memory:
    """A memory whose texts are hostile to formats: `office_memories.HOSTILE` in three languages."""
    texts = [{"fr": text, "ar": text, "zh": f"{text}。"} for text in office_memories.HOSTILE]
    sets = tm_sets.simple_set("=set <b>&", texts)
    found: Memory = office_memories.memory_of(tmp_path / "hostile", hash_encoder, sets)
    return found
