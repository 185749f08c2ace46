"""One YAML file of the reference data, and where in it a thing stands that is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from disclosure.model.errors import InputError
from disclosure.words.kept import yaml_of

Where = tuple[str | int, ...]
"""The keys and places in lists that lead to a thing."""


class ReferenceFile:
    """What a file says, as ``said``; raises :class:`InputError` with its line where it is no YAML."""

    def __init__(self, path: Path) -> None:
        self.path, self.text = path, path.read_text(encoding="utf-8")
        try:
            self.said: Any = yaml_of(self.text) or {}
        except Exception as error:
            import yaml

            if not isinstance(error, yaml.YAMLError):
                raise
            mark = getattr(error, "problem_mark", None)
            found = f"is no YAML ({getattr(error, 'problem', error)})"
            raise self._error(mark.line + 1 if mark else 1, found, "mend it") from None

    def wrong(self, where: Where, found: str, advice: str) -> InputError:
        """The error of what stands at a place, with its file and line."""
        return self._error(self._line(where), found, advice)

    def _error(self, line: int, found: str, advice: str) -> InputError:
        return InputError(f"{self.path}:{line}", found, advice, "reference")

    def _line(self, where: Where) -> int:
        """The line of a place, looked for only where something is wrong; of the last that leads there, if it is not."""
        import yaml

        node, line = yaml.compose(self.text, Loader=yaml.SafeLoader), 1
        for key in where:
            if isinstance(node, yaml.MappingNode):
                found = next((pair for pair in node.value if pair[0].value == str(key)), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line + 1, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
                line = node.start_mark.line + 1
        return line
