"""Formats that only an office program knows: LibreOffice, where it is installed, saves them as .docx or .xlsx.

It runs in a folder of its own with a profile of its own: no macro is run, no link is followed, and it ends within
limits of time, memory and disk. Saved as a workbook or a document, and not as a PDF, tables keep their cells.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from disclosure.model.errors import InputError

SECONDS, MEGABYTES = 180, 4096
"""What LibreOffice may take for a file, by the clock, and of memory and disk."""
KEPT = 200  # files that it has saved, for the reports on a disclosure to read again
TO = {
    "doc": "docx", "rtf": "docx", "text": "docx", "text-template": "docx", "word-xml": "docx",
    "xlsb": "xlsx", "spreadsheet": "xlsx", "spreadsheet-template": "xlsx", "excel-xml": "xlsx",
}  # fmt: skip
"""What each kind of file is saved as."""
NAMED = {
    "doc": "a document of the older Word or of WPS (.doc, .wps)",
    "rtf": "a document in rich text (.rtf)",
    "text": "an OpenDocument text (.odt)",
    "xlsb": "a binary workbook (.xlsb)",
    "spreadsheet": "an OpenDocument spreadsheet (.ods)",
    "word-xml": "a document of Word as XML",
    "excel-xml": "a workbook of Excel as XML",
}
_SUFFIX = {"text": "odt", "text-template": "ott", "spreadsheet": "ods", "spreadsheet-template": "ots",
           "word-xml": "xml", "excel-xml": "xml"}  # fmt: skip
_PLACES = ("/Applications/LibreOffice.app/Contents/MacOS/soffice", r"C:\Program Files\LibreOffice\program\soffice.exe")
_SET = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def program() -> str:
    """Where LibreOffice is; empty where it is not installed. ``DISCLOSURE_SOFFICE`` names another place."""
    named = os.environ.get("DISCLOSURE_SOFFICE")
    if named is not None:
        return named if shutil.which(named) else ""
    found = (shutil.which(name) for name in ("soffice", "libreoffice", *_PLACES))
    return next(filter(None, found), "")


def saved_as(path: Path, kind: str) -> Path:
    """A file of a ``kind`` of :data:`TO`, saved as a workbook or document by LibreOffice: in the user's cache.

    Raises :class:`InputError` where it is not installed, or cannot read the file within its limits.
    """
    target = TO[kind]
    named = NAMED.get(kind, NAMED.get(kind.partition("-")[0], "a file of an office program"))
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kept = user_cache_path("budget-disclosure") / "office" / f"{digest[:32]}.{target}"
    if kept.exists():
        return kept
    if not (soffice := program()):
        raise InputError(path, f"this is {named}", f"install LibreOffice, or save it as .{target}", "office")
    with tempfile.TemporaryDirectory(prefix="disclosure-") as place:
        folder = Path(place)
        (profile := folder / "profile/user").mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_SET, encoding="utf-8")
        copy = folder / f"file.{_SUFFIX.get(kind, kind)}"
        shutil.copyfile(path, copy)
        (out := folder / "out").mkdir()
        said = _run(soffice, folder, copy, target, out)
        made = out / f"file.{target}"
        if said or not made.exists():
            reason = said or "LibreOffice cannot read it"
            raise InputError(
                path, f"this is {named}, and {reason}", f"save it as .{target}, or print it to PDF", "office"
            )
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        shutil.copyfile(made, draft)
        draft.replace(kept)
    _forget_old(kept.parent)
    return kept


def _run(soffice: str, folder: Path, file: Path, target: str, out: Path) -> str:
    """Have LibreOffice save a file; what went wrong, or nothing."""
    command = [
        soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--convert-to", target, "--outdir", str(out), str(file),
    ]  # fmt: skip
    nowhere = "http://127.0.0.1:9"  # nothing is fetched, whatever a file asks for
    env = os.environ | {"HOME": str(folder), "TMPDIR": str(folder), "http_proxy": nowhere, "https_proxy": nowhere}
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(
        command, env=env, cwd=folder, start_new_session=True, stdin=nothing, stdout=nothing, stderr=nothing
    )
    _limit(process.pid)
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        return f"LibreOffice takes more than {SECONDS} seconds to read it"
    finally:
        _end(process)
    return ""


def _limit(process: int) -> None:
    """Bound what a process may take of the processor, of memory and of disk, where the system can be told so."""
    if sys.platform == "linux":
        import resource

        for which, most in (
            (resource.RLIMIT_AS, MEGABYTES << 20), (resource.RLIMIT_FSIZE, MEGABYTES << 18),
            (resource.RLIMIT_CPU, SECONDS),
        ):  # fmt: skip
            with contextlib.suppress(ProcessLookupError, ValueError, OSError):
                hard = resource.prlimit(process, which)[1]
                resource.prlimit(process, which, (most if hard < 0 else min(most, hard), hard))


def _end(process: subprocess.Popen) -> None:
    """End LibreOffice and all that it has started."""
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _forget_old(folder: Path) -> None:
    files = sorted(folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[KEPT:]:
        file.unlink(missing_ok=True)
