"""The inner loops of the reader: written as plain Python, run as machine code (:mod:`disclosure.pdf.compiled`).

PDFium hands out one value a call, and a page has thousands of values: from Python the calls cost twenty times
what PDFium's own work does. So everything that is done once for each character, path or box stands here, in
the part of Python that numba compiles: numbers, arrays that the caller made, loops; no objects, no exceptions.

The annotations are the compiled signature; pointers are plain integers. All functions are compiled together, so this
package holds every name that one of them uses.
"""

from disclosure.pdf.kernels.cells import *  # noqa: F403
from disclosure.pdf.kernels.characters import *  # noqa: F403
from disclosure.pdf.kernels.drawing import *  # noqa: F403
from disclosure.pdf.kernels.lines import *  # noqa: F403
from disclosure.pdf.kernels.pdfium import *  # noqa: F403
from disclosure.pdf.kernels.placing import *  # noqa: F403
from disclosure.pdf.kernels.sorting import *  # noqa: F403
from disclosure.pdf.kernels.types import *  # noqa: F403
from disclosure.pdf.kernels.writing import *  # noqa: F403

KERNELS = ("read_chars", "read_rules", "split", "merge", "connect", "cut", "place", "keep_runs_whole", "arrange")
