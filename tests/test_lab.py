"""JupyterLab as an analyst opens it: the index first, and a notebook that runs top to bottom there."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def lab(tmp_path_factory, browser):
    """JupyterLab on a copy of the collection (it saves what it runs)."""
    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "notebooks", home / "notebooks")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", f"--port={port}", "--IdentityProvider.token="]
    command += [
        "--allow-root",
        f"--ServerApp.root_dir={home}",
        "--LabApp.default_url=/lab/tree/notebooks/00-index.ipynb",
    ]
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(home / "config"), "JUPYTER_DATA_DIR": str(home / "data")}
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)
    address = f"http://127.0.0.1:{port}"
    for _ in range(120):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1)
            break
        except OSError:
            time.sleep(0.5)
    yield address
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    yield page
    page.close()


def test_lab_opens_on_the_index(lab, page):
    page.goto(f"{lab}/lab/tree/notebooks/00-index.ipynb?reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-RenderedHTMLCommon h1", timeout=60_000)
    assert page.locator(".jp-NotebookPanel .jp-RenderedHTMLCommon h1").count() == 1, (
        "one title, in the language of the source"
    )


def test_a_notebook_runs_top_to_bottom(lab, page):
    page.goto(f"{lab}/lab/tree/notebooks/30-year-over-year.ipynb?reset")
    page.wait_for_selector(".jp-NotebookPanel .jp-CodeCell", timeout=60_000)
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=60_000)
    # On a busy machine JupyterLab asks for the kernel before it has read the list of kernels: take the one it offers.
    page.add_locator_handler(page.locator(".jp-Dialog"), lambda dialog: dialog.locator(".jp-mod-accept").click())
    first = page.locator(".jp-CodeCell .jp-InputPrompt").first
    for _ in range(10):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.wait_for_timeout(3000)
        if first.inner_text().strip("[]: ") or page.locator(".jp-Dialog").count() == 0:
            break
    page.wait_for_selector(".jp-RenderedHTMLCommon .evidence svg.page", timeout=90_000, state="attached")
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']", timeout=60_000)
    errors = page.locator(
        "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']"
    )
    assert errors.count() == 0, errors.all_inner_texts()
    assert page.locator("figure.chart img").count() >= 2
    if picture := os.environ.get("LAB_PICTURE"):
        page.screenshot(path=picture)
