"""`hexapla fetch` asks allowed hosts only, whatever a redirect or a page says; a real server on loopback."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hexapla.fetching.allowed_hosts import (
    DEFAULT_HOSTS,
    AllowedHosts,
    host_entries,
    is_public_address,
    place_of,
)
from hexapla.fetching.errors import Refused
from hexapla.fetching.landing_pages import refresh_target
from hexapla.fetching.sources import Source, Sources

SYMBOL = "A/RES/68/187"
DEFAULT = AllowedHosts(host_entries(DEFAULT_HOSTS))


def reason_of(result: Any) -> str:
    assert result.files == ()
    (left,) = result.left_out
    assert left.advice
    return str(left.reason)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_inside_is_followed_and_the_last_address_kept(
    code: int, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.redirect("/files/N13.pdf", code))
    fetch_server.answers["/files/N13.pdf"] = fetching.whole(fetching.PDF)
    result = fetching.fetch(fetch_server, tmp_path)
    (file,) = result.files
    assert file.entry.final_address == f"http://{fetch_server.host}/files/N13.pdf"
    assert file.entry.address == f"http://{fetch_server.host}/fr/{SYMBOL}"


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("http://example.org/x.pdf", "example.org is not among the allowed hosts"),
        ("//example.org/x.pdf", "example.org is not among the allowed hosts"),
        ("http://127.0.0.1:1/x.pdf", "127.0.0.1:1 is not among the allowed hosts"),
        ("http://127.0.0.1/x.pdf", "127.0.0.1 is not among the allowed hosts"),
        ("http://[::1]/x.pdf", "[::1] is not among the allowed hosts"),
        ("http://169.254.169.254/latest", "169.254.169.254 is not among the allowed hosts"),
        ("file:///etc/passwd", "neither http nor https"),
        ("ftp://127.0.0.1/x", "neither http nor https"),
        ("javascript:alert(1)", "neither http nor https"),
        ("http://user:secret@{host}/x.pdf", "a user name or a password"),
        ("http://{host}\\@example.org/x", "characters that no address has"),
        ("http://{host}@example.org/x", "a user name or a password"),
        ("http://[::1/x", "malformed"),
        ("http://-/x", "no host that can be asked"),
        ("http://{host}/" + "x" * 3000, "the address has 30"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["redirect", "refresh"])
def test_a_way_out_is_refused(
    kind: str, location: str, says: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, getattr(fetching, kind)(location.replace("{host}", fetch_server.host)))
    reason = reason_of(fetching.fetch(fetch_server, tmp_path))
    assert says in reason
    assert "secret" not in reason
    assert len(fetch_server.requests) == 1


def test_a_redirect_to_nowhere_is_refused_and_a_page_to_nowhere_is_a_page(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.redirect(""))
    fetch_server.serve(SYMBOL, fetching.refresh(""), "ru")
    result = fetching.fetch(fetch_server, tmp_path, languages=["fr", "ru"])
    assert [left.reason for left in result.left_out] == ["127.0.0.1 redirects without saying where to"]
    assert [file.entry.name for file in result.files] == ["A_RES_68_187.ru.html"]


def test_redirects_in_a_circle_end(fetching: ModuleType, fetch_server: Any, tmp_path: Path) -> None:
    fetch_server.serve(SYMBOL, fetching.redirect(f"/ru/{SYMBOL}"))
    fetch_server.serve(SYMBOL, fetching.refresh(f"/fr/{SYMBOL}"), "ru")
    assert "more than 8 redirects" in reason_of(fetching.fetch(fetch_server, tmp_path))
    assert len(fetch_server.requests) == 9


@pytest.mark.parametrize(("hops", "there"), [(8, True), (9, False)])
def test_eight_redirects_are_followed_and_no_ninth(
    hops: int, there: bool, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.redirect("/1"))
    for hop in range(1, hops):
        fetch_server.answers[f"/{hop}"] = fetching.redirect(f"/{hop + 1}")
    fetch_server.answers[f"/{hops}"] = fetching.whole(fetching.PDF)
    assert bool(fetching.fetch(fetch_server, tmp_path).files) is there


@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_a_page_that_only_leads_on_is_followed(
    language: str, fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.refresh(f"/pdf/{language}.pdf"), language)
    fetch_server.answers[f"/pdf/{language}.pdf"] = fetching.whole(fetching.PDF)
    result = fetching.fetch(fetch_server, tmp_path, languages=[language])
    assert [file.entry.name for file in result.files] == [f"A_RES_68_187.{language}.pdf"]
    assert {path.name for path in tmp_path.iterdir()} == {
        f"A_RES_68_187.{language}.pdf", "fetched.json", "SHA256SUMS", ".fetching"
    }  # fmt: skip


def test_an_address_in_a_redirect_that_is_not_ascii_is_understood(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    as_sent = "/documents/Résolution 68.pdf".encode().decode("latin-1")
    fetch_server.serve(SYMBOL, fetching.redirect(as_sent))
    fetch_server.answers["/documents/Résolution 68.pdf"] = fetching.whole(fetching.PDF)
    assert fetching.fetch(fetch_server, tmp_path).files


def test_a_name_that_leads_to_this_machine_is_refused_unless_it_is_named_as_private(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF))
    port = fetch_server.host.rpartition(":")[2]
    named = f"localhost:{port}"
    reason = reason_of(fetching.fetch(fetch_server, tmp_path, sources=fetching.sources_of(named)))
    assert "which is no address of the open network" in reason
    assert fetch_server.requests == []
    private = fetching.sources_of(named, private=[named])
    assert fetching.fetch(fetch_server, tmp_path, sources=private).files


def test_encryption_is_tried_with_https_and_its_failure_told(
    fetching: ModuleType, fetch_server: Any, tmp_path: Path
) -> None:
    fetch_server.serve(SYMBOL, fetching.whole(fetching.PDF))
    hosts = fetching.sources_of(fetch_server.host).hosts
    sources = Sources((Source(f"https://{fetch_server.host}/{{language}}/{{symbol}}"),), hosts)
    assert "encryption with 127.0.0.1 failed" in reason_of(
        fetching.fetch(fetch_server, tmp_path, sources=sources)
    )


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://undocs.org/fr/A/68/457", True),
        ("https://UNDOCS.org./fr/A/68/457", True),
        ("https://undocs.org:443/fr", True),
        ("http://undocs.org/fr", True),
        ("http://undocs.org:443/fr", False),
        ("https://undocs.org:8443/fr", False),
        ("https://undocs.org.example.org/fr", False),
        ("https://sub.undocs.org/fr", False),
        ("https://xn--ndocs-xya.org/fr", False),
        ("https://undocѕ.org/fr", False),
        ("https://undocs.org%2eexample.org/", False),
        ("undocs.org/fr", False),
        ("https://undocs.org/a\r\nHost: example.org", False),
    ],
)
def test_the_host_and_the_port_decide(address: str, allowed: bool) -> None:
    if allowed:
        assert DEFAULT.check(address).host == "undocs.org"
    else:
        with pytest.raises(Refused):
            DEFAULT.check(address)


def test_what_was_encrypted_stays_encrypted() -> None:
    base = place_of("https://undocs.org/fr/A/68/457")
    assert DEFAULT.next_place(base, "http://documents-dds-ny.un.org/x.pdf").url == (
        "https://documents-dds-ny.un.org/x.pdf"
    )
    assert DEFAULT.next_place(base, "/ru/A/68/457#page=2").url == "https://undocs.org/ru/A/68/457"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("157.150.185.49", True), ("2606:4700::1111", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("192.168.0.1", False), ("169.254.169.254", False), ("100.64.0.1", False), ("0.0.0.0", False),
        ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False),
        ("224.0.0.1", False), ("no address", False),
    ],
)  # fmt: skip
def test_addresses_of_private_networks_are_known(address: str, public: bool) -> None:
    assert is_public_address(address) is public


@pytest.mark.parametrize(
    ("page", "target"),
    [
        ('<meta http-equiv="refresh" content="0;URL=/fr/x.pdf">', "/fr/x.pdf"),
        ("<META HTTP-EQUIV=Refresh CONTENT='1; url=\"https://undocs.org/x?a=1&amp;b=2\"'>",
         "https://undocs.org/x?a=1&b=2"),
        ('<meta content="0; url=/ar" http-equiv="refresh"/>', "/ar"),
        ('<meta http-equiv="refresh" content="300; url=/news">', None),
        ('<meta http-equiv="refresh" content="0">', None),
        ('<!-- <meta http-equiv="refresh" content="0; url=/x"> --><p>Text</p>', None),
        ('<meta name="refresh" content="0; url=/x">', None),
    ],
)  # fmt: skip
def test_a_refresh_is_read_as_a_browser_reads_it(page: str, target: str | None) -> None:
    assert refresh_target(f"<html><head>{page}</head></html>".encode()) == target
