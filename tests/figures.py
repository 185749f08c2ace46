"""Made-up figures that the tests of forms draw and read back, and their sums."""

from collections import defaultdict
from decimal import Decimal as D

NAMES = {
    "201": "一般公共服务支出",
    "20101": "人大事务",
    "2010101": "行政运行",
    "2010102": "一般行政管理事务",
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "221": "住房保障支出",
    "22102": "住房改革支出",
    "2210201": "住房公积金",
    "301": "工资福利支出",
    "30101": "基本工资",
    "30102": "津贴补贴",
    "302": "商品和服务支出",
    "30201": "办公费",
    "30217": "公务接待费",
    "303": "对个人和家庭的补助",
    "30301": "离休费",
}
CLASSES = {"2010101": (120.50, 0), "2010102": (0, 35.25), "2080505": (18.40, 0), "2210201": (22.10, 0)}
"""Function class: basic and project expenditure."""
ECONOMIC = {"30101": (90.00, 0), "30102": (41.25, 0), "30301": (7.50, 0), "30201": (0, 20.00), "30217": (0, 2.25)}
"""Economic class: personnel and operating expenditure; together the basic expenditure above."""
BASIC, PROJECT = D("161.00"), D("35.25")
TOTAL = BASIC + PROJECT


def money(value, factor=1):
    return f"{D(str(value)) * factor:,.2f}" if value else ""


def tree(leaves):
    """Each leaf with the classes above it, and their sums: ``{code: values}`` in the order of codes."""
    made = defaultdict(lambda: [D(0), D(0)])
    for code, values in leaves.items():
        for upper in {code[:3], code[:5], code}:
            made[upper] = [a + D(str(b)) for a, b in zip(made[upper], values, strict=True)]
    return dict(sorted(made.items()))


def rows(leaves, write, factor=1):
    """A row for each code: what ``write`` makes of code and name, then the total and its two parts."""
    return [
        [*write(code, NAMES[code]), money(sum(v), factor), *(money(x, factor) for x in v)]
        for code, v in tree(leaves).items()
    ]


def split(code, name):
    """类, 款 and 项 in columns of their own."""
    return [code[:3], code[3:5], code[5:7], name]


SUM = [money(TOTAL), money(BASIC), money(PROJECT)]


def leaf_sums(facts, **wanted):
    """Σ of the leaves by measure, in 万元, of the facts that are as wanted."""
    sums = defaultdict(D)
    for fact in facts:
        if fact.row_role == fact.column_role == "leaf" and all(getattr(fact, k) == v for k, v in wanted.items()):
            sums[fact.measure] += (fact.amount_yuan or D(0)) / 10000
    return {measure: amount for measure, amount in sums.items() if amount}


def column_sums(facts, measure, **wanted):
    """Σ of the leaf lines of one column whatever the column's role, in 万元."""
    return sum(
        (fact.amount_yuan or D(0)) / 10000
        for fact in facts
        if fact.row_role == "leaf" and fact.measure == measure and all(getattr(fact, k) == v for k, v in wanted.items())
    )


def roles(made):
    return [found.role for found in made.recognised]
