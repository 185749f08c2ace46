"""Performance forms of other layouts than the committed disclosure's: over pages, as lists, of a department."""

from decimal import Decimal as D

import pytest
from sheets import draw, page

from disclosure.extract import extract


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
    assert project["goal"] == "建成12处自动监测站，提高汛期预报精度。"
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
