"""Made-up disclosures of one department in the layouts of provinces: the figures of ``data/example`` in other words.

Each function draws the budget of 2024 as one province prints it, with contents, duties, notes and projects. Beside the
statutory tables these are the pages that a reviewer reads for what is missing, misnamed or contradicts itself.
"""

from __future__ import annotations

import importlib.util
from decimal import Decimal
from pathlib import Path

from documents import ROOT

_spec = importlib.util.spec_from_file_location("make_example", ROOT / "data/example/make_example.py")
assert _spec and _spec.loader
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)

YEAR, WHO, NAMES = 2024, made.WHO, made.NAMES
NOW, BEFORE = f"{YEAR}-budget", f"{YEAR - 1}-budget"
FUNCTIONS, PAST = made.by_function(NOW), made.by_function(BEFORE)
TOTAL, WAS = made.whole(NOW), made.whole(BEFORE)
ECONOMIC = made.by_economic(NOW)
OFFICE = {code: amount for code, amount in ECONOMIC.items() if code[:3] in ("302", "310")}
PROJECTS = {code: made.amounts(NOW)[code] for code in made.PROJECTS}
CLASSES = [code for code in FUNCTIONS if len(code) == 3]
DUTIES = [
    "贯彻执行文化和旅游工作的方针政策和法律法规。",
    "统筹规划文化事业、文化产业和旅游业发展。",
    "管理文化馆、图书馆和剧场，组织群众文化活动。",
]
UNITS = ["办公室", "公共服务科", "产业发展科"]
TERMS = {
    "财政拨款收入": "指本年度从本级财政部门取得的财政拨款。",
    "基本支出": "指为保障机构正常运转、完成日常工作任务而发生的人员经费和公用经费。",
    "项目支出": "指在基本支出之外为完成特定任务和事业发展目标所发生的支出。",
    "“三公”经费": "指使用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。",
    "机关运行经费": "指使用一般公共预算财政拨款安排的基本支出中的日常公用经费支出。",
}


def yuan(amount: Decimal | None) -> str:
    """An amount of 万元 in yuan, as Shanghai prints it."""
    return f"{amount * 10_000:,.2f}" if amount else ""


def wan(amount: Decimal) -> str:
    return f"{amount:.2f}万元"


def less_or_more(now: Decimal, was: Decimal, rate: bool = False) -> str:
    """How an amount moved: 增加5.00万元，增长2.00%; or level."""
    if now == was:
        return "与上年持平" if rate else "持平"
    said = f"{'增加' if now > was else '减少'}{wan(abs(now - was))}"
    return f"{said}，{'增长' if now > was else '下降'}{abs(now - was) / was * 100:.2f}%" if rate and was else said


def path_of(code: str) -> str:
    return f"{NAMES[code[:3]]}（类）{NAMES[code[:5]]}（款）{NAMES[code]}（项）"


def parts(code: str) -> list[str]:
    """A code in three columns."""
    return [code[:3], code[3:5], code[5:7]]


def shanghai(path: Path) -> Path:
    """A budget as Shanghai's districts print it: amounts in yuan, codes in three columns, notes before the tables."""
    paper = made.Paper("虚构示例：上海式部门预算")
    titles = [
        "部门财务收支预算总表", "部门收入预算总表", "部门支出预算总表", "部门财政拨款收支预算总表",
        "部门一般公共预算支出功能分类预算表", "部门政府性基金预算支出功能分类预算表",
        "部门国有资本经营预算支出功能分类预算表", "部门一般公共预算基本支出部门预算经济分类预算表",
        "部门“三公”经费和机关运行经费预算表",
    ]  # fmt: skip
    paper.page()
    paper.y = 400
    paper.heading(f"示例市{YEAR}年区级部门预算", 24)
    paper.y -= 60
    paper.heading(f"预算主管部门：{WHO}", 16)

    paper.page()
    paper.heading("目录")
    listed = ["一、部门主要职能", "二、部门机构设置", "三、名词解释", "四、部门预算编制说明", "五、部门预算表"]
    listed += [f"{n}.{YEAR}年{title}" for n, title in enumerate(titles, start=1)]
    for line in [*listed, "六、其他相关情况说明", "七、项目经费情况说明"]:
        paper.heading(line, 11, False)

    paper.page()
    paper.heading(f"{WHO}主要职能")
    paper.paragraph("主要职能包括：")
    for n, duty in enumerate(DUTIES, start=1):
        paper.paragraph(f"{n}、{duty}")
    paper.heading(f"{WHO}机构设置")
    paper.paragraph(f"{WHO}设{len(UNITS)}个内设机构，包括：{'、'.join(UNITS)}。本部门无下属预算单位。")
    paper.heading("名词解释")
    for numeral, (term, means) in zip("一二三四五六", TERMS.items(), strict=False):
        paper.paragraph(f"（{numeral}）{term}：{means}")

    paper.page()
    paper.heading(f"{YEAR}年部门预算编制说明")
    now, was = TOTAL["total"], WAS["total"]
    rise = less_or_more(now, was)
    paper.paragraph(f"{YEAR}年，{WHO}收入预算{wan(now)}，其中：财政拨款收入{wan(now)}，比{YEAR - 1}年预算{rise}；事业收入"
                    f"0万元；事业单位经营收入0万元；其他收入0万元。")  # fmt: skip
    paper.paragraph(f"支出预算{wan(now)}，其中：财政拨款支出预算{wan(now)}，比{YEAR - 1}年预算{rise}。财政拨款支出预算中，"
                    f"一般公共预算拨款支出预算{wan(now)}，比{YEAR - 1}年预算{rise}；政府性基金拨款支出预算0万元，与"
                    f"{YEAR - 1}年预算持平；国有资本经营预算拨款支出预算0万元，与{YEAR - 1}年预算持平。")  # fmt: skip
    paper.paragraph("财政拨款收入支出增加的主要原因是：新增数字图书馆建设项目。")
    paper.paragraph("财政拨款支出主要内容如下：")
    for n, code in enumerate([code for code in FUNCTIONS if len(code) == 7], start=1):
        paper.paragraph(f"{n}.“{path_of(code)}”{wan(FUNCTIONS[code]['total'])}，主要用于{NAMES[code]}。")

    def top(number: int, unit: str = "元") -> None:
        paper.page()
        paper.heading(f"{YEAR}年{titles[number - 1]}")
        paper.sides(f"编制部门：{WHO}", f"单位：{unit}")

    def coded(amounts: dict[str, list[str]], last: list[str], heads: list[list[str]], blank: int) -> None:
        rows = [[*parts(code), NAMES[code], *values] for code, values in amounts.items()]
        foot = ["合计", "<", "<", "<", *last] if last else [""] * (4 + blank)
        paper.table([*heads, *rows, foot], [1, 1, 1, 5, *[2.5] * blank], 3, (0, 1, 2, 3))

    def codes(of: str, columns: list[str]) -> list[list[str]]:
        return [["项目", "<", "<", "<", of, *["<"] * (len(columns) - 1)],
                ["功能分类科目编码", "<", "<", "功能分类科目名称", *columns],
                ["类", "款", "项", "^", *["^"] * len(columns)]]  # fmt: skip

    numbered = list(zip("一二三四五", CLASSES, strict=False))
    top(1)
    left = [
        ["一、财政拨款收入", yuan(now)],
        ["1.一般公共预算资金", yuan(now)],
        ["2.政府性基金", ""],
        ["3.国有资本经营预算", ""],
    ]
    rows = [["本年收入", "<", "本年支出", "<"], ["项目", "预算数", "项目", "预算数"]]
    for pair, (numeral, code) in zip(left, numbered, strict=True):
        rows.append([*pair, f"{numeral}、{NAMES[code]}", yuan(FUNCTIONS[code]["total"])])
    rows += [["二、事业收入", "", "", ""], ["三、事业单位经营收入", "", "", ""], ["四、其他收入", "", "", ""]]
    paper.table([*rows, ["收入总计", yuan(now), "支出总计", yuan(now)]], [4, 2, 4, 2], 2, (0, 2))
    top(2)
    earned = {code: [yuan(row["total"])] * 2 + ["", "", ""] for code, row in FUNCTIONS.items()}
    coded(earned, [yuan(now), yuan(now), "", "", ""],
          codes("收入预算", ["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"]), 5)  # fmt: skip
    three = ("total", "basic", "project")
    spent = {code: [yuan(row[m]) for m in three] for code, row in FUNCTIONS.items()}
    whole = [yuan(TOTAL[m]) for m in three]
    top(3)
    coded(spent, whole, codes("支出预算", ["合计", "基本支出", "项目支出"]), 3)
    top(4)
    rows = [["财政拨款收入", "<", "财政拨款支出", "<", "<", "<", "<"],
            ["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]]  # fmt: skip
    left = [["一、一般公共预算资金", yuan(now)], ["二、政府性基金", ""], ["三、国有资本经营预算", ""], ["", ""]]
    for pair, (numeral, code) in zip(left, numbered, strict=True):
        amount = yuan(FUNCTIONS[code]["total"])
        rows.append([*pair, f"{numeral}、{NAMES[code]}", amount, amount, "", ""])
    rows.append(["收入总计", yuan(now), "支出总计", yuan(now), yuan(now), "", ""])
    paper.table(rows, [3, 2, 4, 2, 2, 2, 2], 2, (0, 2))
    top(5)
    coded(spent, whole, codes("一般公共预算支出", ["合计", "基本支出", "项目支出"]), 3)
    for number, fund in ((6, "政府性基金预算"), (7, "国有资本经营预算")):
        top(number)
        coded({}, [], codes(f"{fund}支出", ["合计", "基本支出", "项目支出"]), 3)
        paper.paragraph(f"注：本部门{YEAR}年无{fund}财政拨款安排的预算，故本表为空表。", 9)
    top(8)
    rows = [["项目", "<", "<", "一般公共预算基本支出", "<", "<"],
            ["部门预算经济分类科目编码", "<", "经济分类科目名称", "合计", "人员经费", "公用经费"],
            ["类", "款", "^", "^", "^", "^"]]  # fmt: skip
    for code, amount in ECONOMIC.items():
        staff = code not in OFFICE
        pair = [yuan(amount), ""] if staff else ["", yuan(amount)]
        rows.append([code[:3], code[3:], NAMES[code], yuan(amount), *pair])
    rows.append(["合计", "<", "<", *(yuan(TOTAL[m]) for m in ("basic", "personnel", "operating"))])
    paper.table(rows, [1, 1, 5, 2.5, 2.5, 2.5], 3, (0, 1, 2))
    top(9, "万元")
    public, before = made.three_public(NOW), made.three_public(BEFORE)
    every, abroad, cars, bought, running, guests = (f"{x:.2f}" if x else "" for x in public)
    paper.table(
        [["“三公”经费预算数", "<", "<", "<", "<", "<", "机关运行经费预算数"],
         ["合计", "因公出国(境)费", "公务接待费", "公务用车购置及运行费", "<", "<", "^"],
         ["^", "^", "^", "小计", "购置费", "运行费", "^"],
         [every, abroad, guests, cars, bought, running, f"{TOTAL['operating']:.2f}"]], [2.0] * 7, 3)  # fmt: skip

    paper.page()
    paper.heading("其他相关情况说明")
    paper.heading(f"一、{YEAR}年“三公”经费预算情况说明", 11, False)
    moved = [f"比{YEAR - 1}年预算{less_or_more(a, b)}" if a != b else f"与{YEAR - 1}年预算持平"
             for a, b in zip(public, before, strict=True)]  # fmt: skip
    paper.paragraph(f"{YEAR}年“三公”经费预算数为{wan(public[0])}，{moved[0]}。其中：")
    paper.paragraph(f"（一）因公出国（境）费{wan(public[1])}，{moved[1]}，主要原因是本年未安排因公出国（境）任务。")
    paper.paragraph(f"（二）公务用车购置及运行费{wan(public[2])}，{moved[2]}，主要原因是压缩车辆运行支出。其中：公务用车购置费"
                    f"{wan(public[3])}，{moved[3]}；公务用车运行费{wan(public[4])}，{moved[4]}。")  # fmt: skip
    paper.paragraph(f"（三）公务接待费{wan(public[5])}，{moved[5]}，主要原因是厉行节约，减少接待批次。")
    paper.heading("二、机关运行经费预算", 11, False)
    paper.paragraph(f"{YEAR}年{WHO}财政拨款的机关运行经费预算为{wan(TOTAL['operating'])}。")
    paper.heading("三、政府采购预算情况", 11, False)
    paper.paragraph(f"{YEAR}年度本部门政府采购预算446.00万元，其中：政府采购货物预算76.00万元、政府采购工程预算0万元、"
                    "政府采购服务预算370.00万元。")  # fmt: skip
    paper.heading("四、绩效目标设置情况", 11, False)
    paper.paragraph(
        f"{YEAR}年度，本部门编报绩效目标的项目共{len(PROJECTS)}个，涉及项目预算资金{wan(TOTAL['project'])}。"
    )
    paper.heading("五、国有资产占有使用情况", 11, False)
    paper.paragraph(f"截至{YEAR - 1}年12月31日，{WHO}共有车辆3辆，其中：主要领导干部用车0辆、机要通信用车1辆、应急保障用车"
                    "0辆、执法执勤用车2辆、其他用车0辆；单价100万元（含）以上设备（不含车辆）0台（套）。")  # fmt: skip

    for code, amount in PROJECTS.items():
        name = made.PROJECTS[code]
        paper.page()
        paper.heading(f"{name}经费情况说明")
        paper.heading("一、项目概述", 11, False)
        paper.paragraph(made.PURPOSE[code])
        paper.heading("二、立项依据", 11, False)
        paper.paragraph("《示例市公共文化服务发展规划》。")
        paper.heading("三、实施主体", 11, False)
        paper.paragraph(WHO)
        paper.heading("四、实施周期", 11, False)
        paper.paragraph(f"{YEAR}.1.1-{YEAR}.12.31")
        paper.heading("五、年度预算安排", 11, False)
        paper.paragraph(f"{YEAR}年度项目总预算{wan(amount)}。")
        paper.page()
        paper.heading("财政项目支出绩效目标申报表")
        paper.sides(f"（{YEAR}年度）", "单位：元")
        rows = [["项目名称", name, "<", "<"],
                ["主管部门", WHO, "实施单位", WHO],
                ["年度资金申请总额：", yuan(amount), "其中：财政资金", yuan(amount)],
                ["一级指标", "二级指标", "三级指标", "指标值"], *map(list, made.INDICATORS[code])]  # fmt: skip
        paper.table(rows, [2, 3, 3, 3], 0, range(4))
    paper.write(path)
    return path


def jiangsu(path: Path) -> Path:
    """A budget as Jiangsu's provincial departments print it: four parts, twelve open tables, changes with rates."""
    paper = made.Paper("虚构示例：江苏式部门预算")
    titles = [
        "收支预算总表", "收入预算总表", "支出预算总表", "财政拨款收支预算总表", "财政拨款支出预算表", "财政拨款基本支出预算表",
        "一般公共预算支出预算表", "一般公共预算基本支出预算表", "一般公共预算“三公”经费、会议费、培训费支出预算表",
        "政府性基金财政拨款支出预算表", "一般公共预算机关运行经费支出预算表", "政府采购支出预算表",
    ]  # fmt: skip
    numerals = [*"一二三四五六七八九十", "十一", "十二", "十三", "十四"]
    paper.page()
    paper.y = 400
    paper.heading(f"{WHO}{YEAR}年度部门预算公开", 24)

    paper.page()
    paper.heading("目录")
    listed = ["第一部分部门概况", "一、主要职能", "二、部门机构设置及预算单位构成情况", f"第二部分{YEAR}年度部门预算表"]
    listed += [f"{numeral}、{title}" for numeral, title in zip(numerals, titles, strict=False)]
    for line in [*listed, f"第三部分{YEAR}年度部门预算情况说明", "第四部分名词解释"]:
        paper.heading(line, 11, False)

    paper.page()
    paper.heading("第一部分部门概况")
    paper.heading("一、主要职能", 11, False)
    for n, duty in enumerate(DUTIES, start=1):
        paper.paragraph(f"{n}、{duty}")
    paper.heading("二、部门机构设置及预算单位构成情况", 11, False)
    paper.paragraph(f"根据部门职责分工，本部门包括{len(UNITS)}个内设机构：{'、'.join(UNITS)}。纳入{WHO}{YEAR}年度部门预算"
                    "编制范围的预算单位共计1家，为本级。")  # fmt: skip

    def top(number: int) -> None:
        paper.page()
        if number == 1:
            paper.heading(f"第二部分{YEAR}年度部门预算表")
        paper.sides("", f"公开{number:02d}表")
        paper.heading(titles[number - 1])
        paper.sides(f"部门名称：{WHO}", "单位：万元")

    now, was, money = TOTAL["total"], WAS["total"], made.money
    kinds = [("一、基本支出", TOTAL["basic"]), ("二、项目支出", TOTAL["project"]), ("三、单位预留机动经费", Decimal(0))]
    numbered = list(zip(numerals, CLASSES, strict=False))
    top(1)
    rows = [["收入", "<", "支出", "<", "<", "<"], ["项目名称", "金额", "功能分类", "<", "支出用途", "<"],
            ["^", "^", "功能科目名称", "金额", "项目名称", "金额"]]  # fmt: skip
    left = [
        ["一、财政拨款", money(now)],
        ["1.一般公共预算", money(now)],
        ["2.政府性基金预算", ""],
        ["二、其他资金", ""],
    ]
    right = [[name, money(amount)] for name, amount in kinds] + [["", ""]]
    for pair, (numeral, code), other in zip(left, numbered, right, strict=True):
        rows.append([*pair, f"{numeral}、{NAMES[code]}", money(FUNCTIONS[code]["total"]), *other])
    rows.append(["收入合计", money(now), "支出合计", money(now), "", ""])
    paper.table(rows, [4, 2, 4, 2, 4, 2], 3, (0, 2, 4))
    top(2)
    paper.table([["项目名称", "<", "金额"], ["收入总计", "<", money(now)], ["一般公共预算资金", "小计", money(now)],
                 ["^", "公共财政拨款（补助）资金", money(now)], ["政府性基金", "小计", ""], ["其他资金", "小计", ""]],
                [4, 4, 3], 1, (0, 1))  # fmt: skip
    top(3)
    paper.table([["合计", "基本支出", "项目支出", "单位预留机动经费", "结转下年资金"],
                 [money(now), money(TOTAL["basic"]), money(TOTAL["project"]), "", ""]], [2.0] * 5, 1)  # fmt: skip
    top(4)
    rows = [["收入", "<", "支出", "<"], ["项目名称", "金额", "项目名称", "金额"]]
    left = [["一、一般公共预算", money(now)], ["二、政府性基金预算", ""], ["", ""]]
    rows += [[*pair, name, money(amount)] for pair, (name, amount) in zip(left, kinds, strict=True)]
    rows.append(["收入合计", money(now), "支出合计", money(now)])
    paper.table(rows, [4, 2, 4, 2], 2, (0, 2))
    spent = [[code, NAMES[code], money(row["total"])] for code, row in FUNCTIONS.items()]
    basic = [[code, NAMES[code], money(amount)] for code, amount in ECONOMIC.items()]
    office = [[code, NAMES[code], money(amount)] for code, amount in OFFICE.items()]
    for number, rows, heads, whole in (
        (5, spent, ["功能科目编码", "功能科目名称", "金额"], now),
        (6, basic, ["科目编码", "科目名称", "金额"], TOTAL["basic"]),
        (7, spent, ["功能科目编码", "功能科目名称", "金额"], now),
        (8, basic, ["科目编码", "科目名称", "基本支出"], TOTAL["basic"]),
    ):
        top(number)
        paper.table([heads, ["合计", "<", money(whole)], *rows], [3, 6, 3], 1, (0, 1))
    top(9)
    public, before = made.three_public(NOW), made.three_public(BEFORE)
    training, trained = made.amounts(NOW)["30216"], made.amounts(BEFORE)["30216"]
    cells = [money(x) for x in public]
    paper.table(
        [["合计", "“三公”经费", "<", "<", "<", "<", "<", "会议费", "培训费"],
         ["^", "小计", "因公出国（境）费", "公务用车购置及运行维护费", "<", "<", "公务接待费", "^", "^"],
         ["^", "^", "^", "小计", "公务用车购置费", "公务用车运行维护费", "^", "^", "^"],
         [money(public[0] + training), *cells, "", money(training)]], [2.0] * 9, 3)  # fmt: skip
    top(10)
    paper.table([["功能科目编码", "功能科目名称", "金额"], ["合计", "<", "0"], ["", "", ""]], [3, 6, 3], 1, (0, 1))
    paper.paragraph("注：本部门无政府性基金预算财政拨款支出，故本表为空表。", 9)
    top(11)
    paper.table([["科目编码", "科目名称", "机关运行经费支出"], ["合计", "<", money(TOTAL["operating"])], *office],
                [3, 6, 3], 1, (0, 1))  # fmt: skip
    top(12)
    paper.table(
        [["采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"], ["合计", "", "", "", "", "446.00"],
         ["一、货物A", "", "", "", "", "76.00"], ["", "数字图书馆建设", "信息网络购置", "服务器", "政府集中采购", "76.00"],
         ["三、服务C", "", "", "", "", "370.00"], ["", "数字图书馆建设", "委托业务费", "图书扫描服务", "分散采购", "180.00"],
         ["", "数字图书馆建设", "委托业务费", "平台开发服务", "分散采购", "140.00"],
         ["", "群众文化活动", "委托业务费", "演出服务", "分散采购", "50.00"]], [2, 3, 3, 3, 3, 2], 1, (0, 1, 2, 3, 4))  # fmt: skip

    paper.page()
    paper.heading(f"第三部分{YEAR}年度部门预算情况说明")
    why = "主要原因是新增数字图书馆建设项目"
    rise = less_or_more(now, was, True)
    paper.heading("一、收支预算总体情况说明", 11, False)
    paper.paragraph(f"{WHO}{YEAR}年度收入、支出预算总计{wan(now)}，与上年相比收、支预算总计各{rise}。其中：")
    paper.paragraph(f"（一）收入预算总计{wan(now)}。包括：")
    paper.paragraph(f"1.财政拨款收入预算总计{wan(now)}。")
    paper.paragraph(f"一般公共预算收入预算{wan(now)}，与上年相比{rise}。{why}。")
    paper.paragraph(f"（二）支出预算总计{wan(now)}。包括：")
    for n, code in enumerate(CLASSES, start=1):
        name = NAMES[code].removesuffix("支出")
        moved = less_or_more(FUNCTIONS[code]["total"], PAST[code]["total"], True)
        reason = why if code == "207" else "主要原因是缴费基数调整"
        paper.paragraph(
            f"{n}.{name}（类）支出{wan(FUNCTIONS[code]['total'])}，主要用于{name}。与上年相比{moved}。{reason}。"
        )
    for name, key, reason in (("基本支出", "basic", "主要原因是人员经费调整"), ("项目支出", "project", why)):
        paper.paragraph(
            f"{name}预算数为{wan(TOTAL[key])}。与上年相比{less_or_more(TOTAL[key], WAS[key], True)}。{reason}。"
        )
    paper.heading("二、收入预算情况说明", 11, False)
    paper.paragraph(f"{WHO}本年收入预算合计{wan(now)}，其中：一般公共预算收入{wan(now)}，占100%。")
    paper.heading("三、支出预算情况说明", 11, False)
    paper.paragraph(f"{WHO}本年支出预算合计{wan(now)}，其中：基本支出{wan(TOTAL['basic'])}，占"
                    f"{made.share(TOTAL['basic'], now)}；项目支出{wan(TOTAL['project'])}，占"
                    f"{made.share(TOTAL['project'], now)}。")  # fmt: skip
    paper.heading("四、财政拨款收支预算总体情况说明", 11, False)
    paper.paragraph(f"{WHO}{YEAR}年度财政拨款收、支总预算{wan(now)}。与上年相比，财政拨款收、支总计各{rise}。{why}。")
    paper.heading("五、财政拨款支出预算情况说明", 11, False)
    paper.paragraph(f"{WHO}{YEAR}年财政拨款预算支出{wan(now)}，占本年支出合计的100%。与上年相比，财政拨款支出{rise}。{why}。"
                    "其中：")  # fmt: skip
    for numeral, code in numbered:
        paper.paragraph(f"（{numeral}）{NAMES[code]}（类）")
        own = [item for item in FUNCTIONS if len(item) == 7 and item.startswith(code)]
        for n, item in enumerate(own, start=1):
            amount, past = FUNCTIONS[item]["total"], PAST.get(item, {}).get("total", Decimal(0))
            moved = less_or_more(amount, past, True)
            reason = why if item == "2070104" else "主要原因是按实际需要安排"
            paper.paragraph(f"{n}.{NAMES[item[:5]]}（款）{NAMES[item]}（项）支出{wan(amount)}，与上年相比{moved}。{reason}。"
                            .replace("与上年相比与上年持平", "与上年持平"))  # fmt: skip
    for numeral, title in (("六", "财政拨款"), ("八", "一般公共预算")):
        paper.heading(f"{numeral}、{title}基本支出预算情况说明", 11, False)
        paper.paragraph(f"{WHO}{YEAR}年度{'一般公共预算财政拨款' if numeral == '八' else '财政拨款'}基本支出预算"
                        f"{wan(TOTAL['basic'])}，其中：")  # fmt: skip
        paper.paragraph(
            f"（一）人员经费{wan(TOTAL['personnel'])}。主要包括：基本工资、津贴补贴、奖金、住房公积金、退休费。"
        )
        paper.paragraph(f"（二）公用经费{wan(TOTAL['operating'])}。主要包括：办公费、印刷费、邮电费、差旅费、培训费。")
        if numeral == "六":
            paper.heading("七、一般公共预算支出预算情况说明", 11, False)
            paper.paragraph(f"{WHO}{YEAR}年一般公共预算财政拨款支出预算{wan(now)}，与上年相比{rise}。{why}。")
    paper.heading("九、一般公共预算“三公”经费、会议费、培训费支出预算情况说明", 11, False)
    paper.paragraph(f"{WHO}{YEAR}年度一般公共预算拨款安排的“三公”经费预算支出中，因公出国（境）费支出{wan(public[1])}，占“三公”"
                    f"经费的{made.share(public[1], public[0])}；公务用车购置及运行费支出{wan(public[2])}，占“三公”经费的"
                    f"{made.share(public[2], public[0])}；公务接待费支出{wan(public[5])}，占“三公”经费的"
                    f"{made.share(public[5], public[0])}。具体情况如下：")  # fmt: skip
    for n, name, k, reason in (
        (1, "因公出国（境）费", 1, "本年未安排出访"), (2, "公务用车购置及运行费", 2, "压缩车辆运行支出"), (3, "公务接待费", 5, "减少接待批次"),
    ):  # fmt: skip
        paper.paragraph(
            f"{n}.{name}预算支出{wan(public[k])}，比上年预算{less_or_more(public[k], before[k])}，主要原因是{reason}。"
        )
    paper.paragraph(f"{WHO}{YEAR}年度一般公共预算拨款安排的培训费预算支出{wan(training)}，比上年预算"
                    f"{less_or_more(training, trained)}，主要原因是减少培训班次。")  # fmt: skip
    paper.heading("十、政府性基金预算支出预算情况说明", 11, False)
    paper.paragraph(f"{WHO}{YEAR}年政府性基金支出预算支出0万元。")
    paper.heading("十一、一般公共预算机关运行经费支出预算情况说明", 11, False)
    paper.paragraph(f"{YEAR}年本部门一般公共预算机关运行经费预算支出{wan(TOTAL['operating'])}，与上年相比"
                    f"{less_or_more(TOTAL['operating'], WAS['operating'], True)}。主要原因是压减办公支出。")  # fmt: skip
    paper.heading("十二、政府采购支出预算情况说明", 11, False)
    paper.paragraph(
        f"{YEAR}年政府采购预算总金额为446.00万元。其中：拟采购货物支出76.00万元；拟采购工程支出0万元；拟采购服务支出370.00万元。"
    )
    paper.heading("十三、国有资产占用情况", 11, False)
    paper.paragraph(
        "本部门共有车辆3辆，其中，一般公务用车1辆、执法执勤用车2辆、特种专业技术用车0辆。单价20万元（含）以上的设备4台（套）。"
    )
    paper.heading("十四、预算绩效目标设置情况说明", 11, False)
    paper.paragraph(
        f"{YEAR}年本部门共{len(PROJECTS)}个项目实行绩效目标管理，涉及财政性资金合计{wan(TOTAL['project'])}。"
    )
    paper.heading("第四部分名词解释")
    for numeral, (term, means) in zip(numerals, TERMS.items(), strict=False):
        paper.paragraph(f"{numeral}、{term}：{means}")
    weights = {3: ["40", "30", "30"], 4: ["30", "30", "20", "20"], 5: ["20", "20", "20", "20", "20"]}
    for code, amount in PROJECTS.items():
        name, own = made.PROJECTS[code], made.INDICATORS[code]
        paper.page()
        paper.heading("项目支出绩效目标表")
        paper.sides(f"（{YEAR}年度）", "单位：万元")
        rows = [["项目名称", name, "<", "<", "<"],
                ["主管部门", WHO, "实施单位", WHO, "<"],
                ["年度资金总额：", f"{amount:.2f}", "其中：财政拨款", f"{amount:.2f}", "<"],
                ["年度总体目标", made.PURPOSE[code], "<", "<", "<"],
                ["一级指标", "二级指标", "三级指标", "指标值", "分值权重"],
                *([*row, weight] for row, weight in zip(own, weights[len(own)], strict=True))]  # fmt: skip
        paper.table(rows, [2, 3, 3, 3, 2], 0, range(5))
    paper.write(path)
    return path


LAYOUTS = {"made-shanghai": shanghai, "made-jiangsu": jiangsu}
"""The documents by name, each with what draws it."""
