"""Performance forms of other layouts than the committed disclosure's: over pages, as lists, of a department."""

from decimal import Decimal as D

import pytest
from sheets import draw, page

from disclosure.audit import audit
from disclosure.run.extraction import extract, save


@pytest.fixture
def read(tmp_path):
    return lambda *pages: extract(draw(tmp_path / "made-2023.pdf", *pages))


INDICATORS = ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值权重"]
WIDTHS = [2, 2, 2, 4, 3, 1]


def national_form():
    """项目支出绩效目标表 of the national pattern, cut within the text of an indicator."""
    first = [
        ["项目名称", "水文监测能力建设", *"<<<<"],
        ["主管部门及代码", "水利厅[126]", "<", "实施单位", "省水文中心", "<"],
        ["项目资金（万元）", "年度资金总额：", "<", "1,250.00", *"<<"],
        ["^", "其中：财政拨款", "<", "1,000.00", *"<<"],
        ["^", "其他资金", "<", "250.00", *"<<"],
        ["年度总体目标", "建成12处自动监测站，", *"<<<<"],
    ]
    second = [
        ["", "提高汛期预报精度。", *"<<<<"],
        INDICATORS,
        ["绩效指标", "产出指标", "数量指标", "自动监测站数量", "≥12处", "20"],
        ["^", "^", "质量指标", "设备验收合", "≥95%", "30"],
    ]
    third = [
        INDICATORS,
        ["", "", "", "格率", "", ""],
        ["^", "效益指标", "社会效益指标", "预报精度", "提高", "30"],
        ["^", "满意度指标", "服务对象满意度指标", "公众满意度", "≥90%", "20"],
    ]
    return [
        page("项目支出绩效目标表", "（2023年度）", first, widths=WIDTHS),
        page(second, widths=WIDTHS),
        page(third, widths=WIDTHS),
    ]


def test_one_project_over_three_pages(read):
    made = read(*national_form())
    (project,) = made.rows["projects"]
    assert (project["project_name"], project["amount_yuan"], project["scope"]) == (
        "水文监测能力建设",
        12500000,
        "project",
    )
    assert (project["fiscal_funds_yuan"], project["other_funds_yuan"]) == (10000000, 2500000)
    assert project["goal"] == project["annual_goal"] == "建成12处自动监测站，提高汛期预报精度。"
    told = [
        (row["level1"], row["level2"], row["level3"], row["operator"], row["target"], row["unit"], row["weight"])
        for row in made.rows["project_indicators"]
    ]
    assert told == [
        ("产出指标", "数量指标", "自动监测站数量", "≥", D(12), "处", D(20)),
        ("产出指标", "质量指标", "设备验收合格率", "≥", D(95), "%", D(30)),
        ("效益指标", "社会效益指标", "预报精度", "", None, "", D(30)),
        ("满意度指标", "服务对象满意度指标", "公众满意度", "≥", D(90), "%", D(20)),
    ]
    assert {row["project_name"] for row in made.rows["project_indicators"]} == {"水文监测能力建设"}


LIST = [
    "单位名称",
    "项目名称",
    "预算数（万元）",
    "年度目标",
    "一级指标",
    "二级指标",
    "三级指标",
    "绩效指标性质",
    "绩效指标值",
    "绩效度量单位",
    "权重",
]


def test_a_long_list_of_projects(read):
    first = [
        LIST,
        [
            "某某市林业局",
            "古树名木保护",
            "60.00",
            "挂牌保护",
            "产出指标",
            "数量指标",
            "挂牌数量",
            "≥",
            "300",
            "株",
            "40",
        ],
        [*"^^^^^", "质量指标", "挂牌完好率", "＝", "100", "%", "20"],
        ["^", "森林防火", "35.50", "不发生重大火灾", "产出指标", "数量指标", "巡护次数", "大于等于", "52", "次", "60"],
    ]
    second = [
        LIST,
        ["", "视频监控", "", "", "效益指标", "社会效益指标", "火情发现及时性", "定性", "及时", "", "40"],
        ["某某市林业站", "种苗检疫", "4.25", "检疫到位", "产出指标", "时效指标", "办结天数", "≤", "5", "天", "100"],
    ]
    made = read(page("部门预算项目绩效目标表", "金额单位：万元", first), page(second))
    told = [(row["project_name"], row["amount_yuan"], row["unit_name"]) for row in made.rows["projects"]]
    assert told == [
        ("古树名木保护", 600000, "某某市林业局"),
        ("森林防火视频监控", 355000, "某某市林业局"),
        ("种苗检疫", 42500, "某某市林业站"),
    ]
    assert {row["goal"] == row["annual_goal"] != "" for row in made.rows["projects"]} == {True}
    rows = made.rows["project_indicators"]
    assert [row["project_name"] for row in rows] == ["古树名木保护"] * 2 + ["森林防火视频监控"] * 2 + ["种苗检疫"]
    assert [(row["operator"], row["target"], row["unit"]) for row in rows] == [
        ("≥", D(300), "株"),
        ("=", D(100), "%"),
        ("≥", D(52), "次"),
        ("", None, ""),
        ("≤", D(5), "天"),
    ]
    assert rows[1]["level1"] == "产出指标", "a cell that spans lines counts for each"


def test_the_goals_of_a_whole_department_are_no_project(read):
    table = [
        ["部门（单位）名称", "某某市林业局", "<", "<"],
        ["年度部门预算申请", "资金总额：300.00万元", "<", "<"],
        ["年度总体目标", "增加森林面积", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "造林面积", "≥2000亩"],
    ]
    made = read(page("部门整体支出绩效目标表", table))
    (whole,) = made.rows["projects"]
    assert (whole["scope"], whole["project_name"], whole["amount_yuan"]) == ("department", "某某市林业局", 3000000)
    (indicator,) = made.rows["project_indicators"]
    assert (indicator["target"], indicator["unit"]) == (2000, "亩")


BOTH_GOALS = {
    "below their labels": [
        ["绩效目标", "项目总目标", "<", "年度总体目标", "<"],
        ["^", "三年建成12处监测站", "<", "建成4处监测站", "<"],
    ],
    "beside their labels": [
        ["中期目标", "三年建成12处监测站", *"<<<"],
        ["年度目标", "建成4处监测站", *"<<<"],
    ],
}


@pytest.mark.parametrize("goals", BOTH_GOALS.values(), ids=BOTH_GOALS)
def test_the_goal_of_the_project_and_that_of_the_year(read, goals):
    form = [
        ["项目名称", "水文监测能力建设", "<", "实施单位", "省水文中心"],
        ["项目资金总额", "1,250.00", "<", "其他资金", "0.00"],
        *goals,
        ["一级指标", "二级指标", "三级指标", "指标值", "<"],
        ["产出指标", "数量指标", "自动监测站数量", "≥4处", "<"],
    ]
    (project,) = read(page("财政项目支出绩效目标填报表", "（2023年度）", "单位：万元", form)).rows["projects"]
    assert (project["goal"], project["annual_goal"]) == ("三年建成12处监测站", "建成4处监测站")


WHOLE_AND_YEAR = {
    "side by side": [
        ["项目资金（万元）", "项目资金总额", "3,000.00", "年度资金申请总额", "1,250.00"],
        ["^", "其中：财政资金", "2,900.00", "其中：当年财政拨款", "1,000.00"],
        ["^", "", "", "上年结转资金", "200.00"],
        ["^", "其他资金", "100.00", "其他资金", "50.00"],
    ],
    "one above the other": [
        ["项目资金（万元）", "中期资金总额：", "<", "3,000.00", "<"],
        ["^", "其中：财政拨款", "<", "2,900.00", "<"],
        ["^", "其他资金", "<", "100.00", "<"],
        ["^", "年度资金总额：", "<", "1,250.00", "<"],
        ["^", "其中：财政拨款", "<", "1,000.00", "<"],
        ["^", "上年结转", "<", "200.00", "<"],
        ["^", "其他资金", "<", "50.00", "<"],
    ],
}


@pytest.mark.parametrize("money", WHOLE_AND_YEAR.values(), ids=WHOLE_AND_YEAR)
def test_the_money_of_the_whole_project_and_that_of_the_year(read, tmp_path, money):
    def form(money):
        top = ["项目名称", "水文监测能力建设", "<", "实施单位", "省水文中心"]
        goal = ["一级指标", "二级指标", "三级指标", "指标值", "<"]
        return page(
            "财政项目支出绩效目标填报表",
            "（2023年度）",
            [top, *money, goal, ["产出指标", "数量指标", "监测站数量", "≥4处", "<"]],
        )

    def failing(made):
        save(made, tmp_path / "made")
        return [row["check_id"] for row in audit(tmp_path / "made").checks if row["status"] == "fails"]

    made = read(form(money))
    (project,) = made.rows["projects"]
    told = ["amount", "fiscal_funds", "carried_over", "other_funds"]
    assert [project[f"{name}_yuan"] for name in told] == [12_500_000, 10_000_000, 2_000_000, 500_000]
    told = ["whole_amount", "whole_fiscal_funds", "whole_other_funds"]
    assert [project[f"{name}_yuan"] for name in told] == [30_000_000, 29_000_000, 1_000_000]
    assert failing(made) == []
    other = [[text.replace("3,000.00", "1,200.00") for text in row] for row in money]
    assert failing(read(form(other))) == ["project-funds:projects:1.whole", "project-funds:projects:1.year"]
    other = [[text.replace("200.00", "300.00") for text in row] for row in money]
    assert failing(read(form(other))) == ["project-funds:projects:1"]
    (found,) = audit(tmp_path / "made").findings
    assert "Page 1, Projects, 水文监测能力建设, " in found["statement_en"] and "项目" in found["statement_zh"]


@pytest.mark.parametrize("label", ["年度资金申请总额：", "年度资金总额：", "项目总投资"])
def test_one_amount_alone_is_the_project_s(read, label):
    form = [
        ["项目名称", "数字图书馆建设", "<", "<"],
        [label, "460.00", "其中：财政资金", "460.00"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "数字化图书册数", "≥12000册"],
    ]
    (project,) = read(page("项目支出绩效目标申报表", "单位：万元", form)).rows["projects"]
    assert project["amount_yuan"] == project["fiscal_funds_yuan"] == 4600000


def test_a_list_with_the_money_of_whole_projects_and_that_of_the_year(read):
    table = [
        ["项目名称", "项目资金总额", "年度资金总额", "一级指标", "二级指标", "三级指标", "指标值"],
        ["古树名木保护", "160.00", "60.00", "产出指标", "数量指标", "挂牌数量", "≥300株"],
        ["森林防火", "35.50", "35.50", "产出指标", "数量指标", "巡护次数", "≥52次"],
    ]
    made = read(page("部门预算项目绩效目标表", "金额单位：万元", table))
    assert [row["amount_yuan"] for row in made.rows["projects"]] == [600_000, 355_000]
    assert [row["whole_amount_yuan"] for row in made.rows["projects"]] == [1_600_000, 355_000]


HEBEI = [
    ["项目编码", "13030021N8G0BBMMI3U0E", "<", "项目名称", "事转企待遇差", "<", "<"],
    ["预算规模及资金用途", "预算数", "46.00", "其中：财政资金", "46.00", "其他资金", "0"],
    ["^", "主要用于发放事转企人员工资待遇差额。", *"<<<<<"],
    ["资金支出计划（%）", "3月底", "<", "6月底", "<", "10月底", "<"],
    ["^", "25.00%", "<", "50.00%", "<", "75.00%", "<"],
    ["绩效目标", "1.保持原事业编制人员工资待遇，维护社会稳定。", *"<<<<<"],
    ["一级指标", "二级指标", "三级指标", "绩效指标描述", "指标值", "指标值确定依据", "<"],
    ["产出指标", "数量指标", "发放人数", "发放待遇差额人数", "≤12人", "年度工作计划", "<"],
    ["^", "时效指标", "发放及时性", "待遇差额按月发放", "按规定时间发放", "年度工作计划", "<"],
    ["效益指标", "社会效益指标", "维护社会稳定", "保证人员待遇", "保证待遇", "年度工作计划", "<"],
    ["满意度指标", "服务对象满意度指标", "人员满意度", "事转企人员满意度", "≥95%", "年度工作计划", "<"],
]


@pytest.mark.parametrize("cut", range(1, len(HEBEI)))
def test_a_page_break_changes_nothing_wherever_it_falls(read, cut):
    """What spans rows on both pages is drawn on the first; the second has a blank cell there."""
    title = ("事转企待遇差绩效目标表", "单位：万元")
    rest = [["" if text == "^" and r == 0 else text for text in row] for r, row in enumerate(HEBEI[cut:])]
    made = [read(page(*title, HEBEI)), read(page(*title, HEBEI[:cut]), page(rest))]
    place = {"page", "x0", "top", "x1", "bottom", *(f"purpose_{side}" for side in ("x0", "top", "x1", "bottom"))}
    whole, torn = (
        [
            {key: value for key, value in row.items() if key not in place}
            for name in ("projects", "project_plan", "project_indicators")
            for row in one.rows[name]
        ]
        for one in made
    )
    assert torn == whole
    assert len(whole) == 1 + 3 + 4 and not made[1].remarks
