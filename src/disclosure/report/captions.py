"""What a place on a page is called in words: the table, line and column of an amount, and the amount as printed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from disclosure.analysis.clean_data import CleanData
from disclosure.model.place import Place
from disclosure.store.csv_files import measure_names
from disclosure.words.names import Text, english
from disclosure.words.reference import reference_settings


def captions(document: CleanData, places: Iterable[Place]) -> dict[str, Text]:
    """The words for each of these places, by the place's name; a place of no row of the clean data has none."""
    wanted = {
        place.name.removeprefix(f"{place.document}-") if place.document else place.name: place for place in places
    }
    made: dict[str, Text] = {}
    for file in sorted({_file(name) for name in wanted} & set(_SAY)):
        key = {"facts": "fact_id", "statements": "statement_id"}.get(file)
        for number, row in enumerate(document.frame(file).to_dict("records"), start=1):
            place = wanted.get(row[key] if key else f"{file}-{number}")
            if place is not None:
                made[place.name] = _SAY[file](row)
    return made


def _file(name: str) -> str:
    """The clean file that a place is a row of."""
    if found := re.fullmatch(r"([a-z_]+)-\d+", name):
        return found[1]
    return "statements" if re.fullmatch(r"s\d+", name) else "facts"


def _fact(row: Mapping[str, str]) -> Text:
    role = reference_settings("audit.yml")["roles"].get(row["role"], [row["role"]] * 2)
    name = row["function_name"] or row["economic_name"] or row["item"]
    code = row["function_code"] or row["economic_code"]
    column = row["column_label"].rpartition("/")[2]
    measure = (measure_names(row["measure"]) or [column] * 2)[1]
    printed = f"{row['amount_raw']} {row['unit_raw']}" if row["amount_raw"] else ""
    return Text(
        _joined(role[0], f"{code} {name}".strip(), column, end=f"：{printed}" if printed else "：空白"),
        _joined(role[1], f"{code} {english(name)}".strip(), measure, end=f": {printed}" if printed else ": blank"),
    )


def _statement(row: Mapping[str, str]) -> Text:
    return Text(
        _joined("文字说明", row["label"], end=f"：{row['value_raw']}"),
        _joined("Narrative", english(row["label"]), end=f": {row['value_raw']}"),
    )


def _annex(zh: str, en: str, *columns: str):
    def say(row: Mapping[str, str]) -> Text:
        names = [row[column] for column in columns if row.get(column)]
        return Text(_joined(zh, *names), _joined(en, *map(english, names)))

    return say


def _joined(*parts: str, end: str = "") -> str:
    return " · ".join(part for part in parts if part) + end


_SAY = {
    "facts": _fact,
    "statements": _statement,
    "procurement": _annex("政府采购", "Procurement", "item", "project_name"),
    "assets": _annex("国有资产", "Assets", "item"),
    "projects": _annex("项目预算", "Project budget", "project_name"),
    "project_plan": _annex("支出计划", "Payment plan", "project_name", "checkpoint"),
    "project_indicators": _annex("绩效指标", "Indicator", "project_name", "level3"),
    "institutions": _annex("机构设置", "Institutions", "unit_name"),
}
