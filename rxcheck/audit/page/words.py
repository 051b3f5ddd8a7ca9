"""Every word of the page that is not knowledge, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rxcheck.report.phrases import Phrases

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Prescription audit", "处方审核报告"),
        "subtitle": ("{source}, {period}", "{source}，{period}"),
        "period": ("{first} to {last}", "{first} 至 {last}"),
        "period.one": ("{first}", "{first}"),
        "period.none": ("dates not stated", "未注明日期"),
        # what this is
        "about.source": ("Table", "数据表"),
        "about.layout": ("Columns", "列布局"),
        "about.digest": ("SHA-256 of the table", "数据表 SHA-256"),
        "about.jurisdiction": ("Rules of form", "处方格式规则"),
        "about.program": ("Program", "程序版本"),
        "about.edition": ("Knowledge edition", "知识库版次"),
        "about.hash": ("Knowledge hash", "知识库校验值"),
        "about.former": ("Compared with", "对比审核"),
        # sections
        "nav.overview": ("Overview", "概览"),
        "nav.days": ("Course", "趋势"),
        "nav.rules": ("Rules", "规则"),
        "nav.drugs": ("Drugs", "药品"),
        "nav.interactions": ("Interactions", "相互作用"),
        "nav.stores": ("Stores", "门店"),
        "nav.prescribers": ("Prescribers", "医师"),
        "nav.doses": ("Doses", "剂量"),
        "nav.review": ("处方点评", "处方点评"),
        "nav.policy": ("Policy", "机构策略"),
        "nav.coverage": ("Coverage", "覆盖情况"),
        "nav.method": ("Method", "方法"),
        # overview
        "tile.prescriptions": ("prescriptions audited", "审核处方数"),
        "tile.lines": ("lines audited", "审核行数"),
        "tile.rejected": ("lines rejected", "拒收行数"),
        "tile.found": ("with a finding", "有发现"),
        "tile.interrupting": ("with a finding to act on (avoid, modify)", "需处理（避免使用、需调整）"),
        "tile.complete": ("assessed in full", "全部评估"),
        "account": (
            "{read} lines were read: {audited} audited, {rejected} rejected. The rejected ones stand in rejects.csv with their reasons.",
            "共读取 {read} 行：审核 {audited} 行，拒收 {rejected} 行。拒收的行及原因见 rejects.csv。",
        ),
        "open": (
            "{n} prescriptions ({share} %) could not be assessed in full: no finding there means nothing found in what could be assessed.",
            "{n} 张处方（{share}%）未能全部评估：其中“无发现”仅指可评估的部分未发现问题。",
        ),
        "by_action": ("By recommended action", "按建议分类"),
        "by_check": ("By check", "按审查项目分类"),
        # policy of the site
        "policy": ("Policy of the site", "机构策略"),
        "policy.note": (
            "{name} ({hash}) as it held on {day}. What it suppresses is counted in no other figure of this report; the table says how often each rule would have made a finding.",
            "{name}（{hash}），以 {day} 为准。被停用的规则不计入本报告其他数字；下表列出各规则本应提示的次数。",
        ),
        "policy.rule": ("Suppressed rule", "停用的规则"),
        "policy.fired": ("Would have fired", "本应提示次数"),
        "policy.reason": ("Reason", "原因"),
        "policy.owner": ("Owner", "负责人"),
        "policy.until": ("Until", "有效至"),
        "policy.expired": (
            "{rule}: the entry of {owner} expired on {until}; the rule alerts again.",
            "{rule}：{owner} 的条目已于 {until} 过期，该规则恢复提示。",
        ),
        "policy.threshold": ("Threshold of the site: {name} = {value}", "机构阈值：{name} = {value}"),
        # columns
        "col.action": ("Action", "建议"),
        "col.check": ("Check", "审查项目"),
        "col.findings": ("Findings", "发现数"),
        "col.rate": ("per 100 prescriptions", "每百张处方"),
        "col.with": ("Prescriptions with one, %", "涉及处方 %"),
        "col.before": ("before", "上次"),
        "col.change": ("change", "变化"),
        "col.rule": ("Rule", "规则"),
        "col.acted": ("to act on", "需处理"),
        "col.examples": ("Examples", "示例处方"),
        "col.drug": ("Drug", "药品"),
        "col.prescriptions": ("Prescriptions", "处方数"),
        "col.found_share": ("with a finding, %", "有发现 %"),
        "col.acted_share": ("to act on, %", "需处理 %"),
        "col.interval": ("95 % interval", "95% 区间"),
        "col.reasonable": ("reasonable, %", "合理率 %"),
        "col.store": ("Store", "门店"),
        "col.prescriber": ("Prescriber", "医师"),
        "col.prescription": ("Prescription", "处方"),
        "col.lines": ("Lines", "行"),
        "col.observed": ("Written", "所写"),
        "col.limit": ("Limit", "限度"),
        "col.ratio": ("times the limit", "为限度的倍数"),
        "col.item": ("Item", "项目"),
        "col.name": ("Name", "名称"),
        "col.share": ("%", "%"),
        "col.reason": ("Reason", "原因"),
        "col.fact": ("About", "涉及"),
        "col.entries": ("Entries", "条数"),
        "col.text": ("As written", "原文"),
        "col.figure": ("Figure", "指标"),
        "col.value": ("Value", "数值"),
        # course
        "days": ("Course of time", "时间趋势"),
        "days.by_day": ("by day", "按日"),
        "days.by_week": ("by week (from Monday)", "按周（周一起）"),
        "days.by_month": ("by month", "按月"),
        "days.share": ("% of prescriptions with a finding to act on, {by}", "需处理处方占比（%），{by}"),
        "days.count": ("prescriptions, {by}", "处方数，{by}"),
        "days.none": ("The table states no dates.", "数据表未注明日期。"),
        "days.undated": (
            "{n} prescriptions without a date are not in the picture.",
            "{n} 张未注明日期的处方不在图中。",
        ),
        "days.mean": ("all: {value} %", "总体：{value}%"),
        # rules
        "rules": ("Most frequent rules", "最常触发的规则"),
        "rules.note": (
            "The {shown} most frequent of {all} rules that fired. Sentences are those of the clause tables; “…” stands for what differs from "
            "prescription to prescription.",
            "在触发的 {all} 条规则中列出最常见的 {shown} 条。语句取自知识库；“…”为各处方不同的内容。",
        ),
        "rules.none": ("No rule fired.", "没有规则被触发。"),
        "rule.plus": (" + ", " + "),
        "rule.or": (" or ", "或"),
        "one_of.class": ("one of the {name}", "{name}"),
        "one_of.role": ("a {name}", "{name}"),
        "one_of.effect": ("a drug with “{name}”", "“{name}”类药物"),
        # drugs
        "drugs": ("Drugs", "药品"),
        "drugs.note": (
            "The {shown} drugs named most often in findings, of {all} drugs in the table. Shares are of prescriptions that hold the drug; only "
            "findings that name it count.",
            "在数据表的 {all} 种药品中，列出发现中最常涉及的 {shown} 种。占比以含该药的处方为分母，仅计涉及该药的发现。",
        ),
        # interactions
        "heat": ("Interacting classes of drugs", "相互作用的药物类别"),
        "heat.note": (
            "Interaction findings between two drugs by class: rows are affected, columns affect. A drug stands with the smallest pharmacological class "
            "that the rules name, or by itself. {shown} of {all} findings are in the picture.",
            "两药相互作用的发现，按药物类别：行为受影响的药物，列为产生影响的药物。药品归入规则所用的最小药理类别，无类别者单列。图中含 {shown}/{all} 条发现。",
        ),
        "heat.none": ("No interaction between two drugs was found.", "未发现两药相互作用。"),
        "heat.row": ("affected", "受影响的药物"),
        "heat.column": ("affecting", "产生影响的药物"),
        "heat.cell": ("{row} ← {column}: {n}", "{row} ← {column}：{n}"),
        "pairs": ("Most frequent pairs", "最常见的药对"),
        "col.pair": ("Drugs (affected ← affecting)", "药品（受影响 ← 产生影响）"),
        # stores and prescribers
        "stores": ("Stores", "门店"),
        "prescribers": ("Prescribers", "医师"),
        "funnel": (
            "Each point is one of {all}: prescriptions (across) and share with a finding to act on (up). Lines: the share of all, and limits within "
            "which chance alone leaves 95 % and 99.8 %.",
            "每点为 {all} 个之一：横轴为处方数，纵轴为需处理处方占比。线条：总体占比，以及仅由随机波动造成的 95% 和 99.8% 界限。",
        ),
        "funnel.above": (
            "{n} of {all} lie above the 99.8 % limit, {below} below it.",
            "{all} 个中有 {n} 个高于 99.8% 界限，{below} 个低于界限。",
        ),
        "funnel.x": ("prescriptions", "处方数"),
        "groups.note": (
            "The {shown} whose share is highest among those with at least {least} prescriptions, by the lower end of its 95 % interval. A high "
            "share is a reason to look, not a verdict: patients differ.",
            "在处方数不少于 {least} 的对象中，列出占比最高的 {shown} 个（按 95% 区间下限排序）。占比高只是核查的理由，并非结论：患者情况各不相同。",
        ),
        "groups.none": ("The table does not say.", "数据表未注明。"),
        "unstated": ("not stated", "未注明"),
        # doses
        "doses": ("Doses furthest beyond a limit", "超限度最多的剂量"),
        "doses.note": (
            "At most two of each rule. An amount far beyond a limit is more often a slip of writing or of units than an intended dose.",
            "每条规则至多列两例。远超限度的用量多为书写或单位差错，而非有意为之。",
        ),
        "doses.where": ("{id}, line {lines}", "{id} 第 {lines} 行"),
        "doses.none": ("No amount was beyond a limit.", "没有用量超出限度。"),
        # 处方点评
        "review": ("处方点评 (Chinese prescription review)", "处方点评"),
        "review.note": (
            "By 医院处方点评管理规范（试行）, 卫医管发〔2010〕28号, as far as data can decide: all audited prescriptions, not a sample. A prescription counts as "
            "reasonable when no finding is an item of the review. This is a first reading by rules; the judgement is the pharmacist's.",
            "依据《医院处方点评管理规范（试行）》（卫医管发〔2010〕28号）中可由数据判定的项目，对全部处方（非抽样）进行点评。没有任何发现属于点评项目的处方计为合理。"
            "此为规则初筛，结论须由药师判定。",
        ),
        "review.form": (
            "Items 1-x were checked by the rules of form “{name}”; those of China need --jurisdiction cn.",
            "不规范处方（1-x）按“{name}”格式规则检查；中国规则须用 --jurisdiction cn。",
        ),
        "review.count": ("Prescriptions reviewed", "点评处方总数"),
        "review.drugs": ("Drugs, all prescriptions", "用药品种总数"),
        "review.mean": ("Drugs per prescription, mean", "平均每张处方用药品种数"),
        "review.antimicrobial": ("Prescriptions with an antimicrobial", "使用抗菌药的处方数"),
        "review.antimicrobial_share": ("Antimicrobial use, %", "抗菌药使用百分率（%）"),
        "review.reasonable": ("Reasonable prescriptions", "合理处方总数"),
        "review.reasonable_share": ("Reasonable prescriptions, %", "合理处方百分率（%）"),
        "review.sure": ("… of these assessed in full", "其中已全部评估"),
        "review.irregular": ("Irregular prescriptions (1-x)", "不规范处方数（1-x）"),
        "review.unsuitable": ("Unsuitable prescriptions (2-x)", "用药不适宜处方数（2-x）"),
        "review.excessive": ("Excessive prescriptions (3-x)", "超常处方数（3-x）"),
        "review.left_out": (
            "Drugs are lines, without solvents and supplies; antimicrobials count by ingredient, whatever the route. Not stated, because the audited columns do "
            "not hold it: injections, essential medicines, generic names, amounts of money.",
            "用药品种数按处方行计，不含溶媒和耗材；抗菌药按成分计，不分给药途径。所审数据不含以下内容，故未统计：注射剂、国家基本药物、通用名、金额。",
        ),
        "review.items": ("Items", "点评项目"),
        "review.items_note": (
            "A finding can be of two items. Items that are not in the list were not found, or no data decide them.",
            "一条发现可属于两个项目。未列出的项目未发现，或无法由数据判定。",
        ),
        # coverage
        "coverage": ("What was not assessed", "未评估的内容"),
        "coverage.note": (
            "A rule waits when a fact of the patient is missing. Recording the facts at the top of this list would let the most prescriptions be assessed.",
            "缺少患者信息时，相关规则无法判定。补录列表前几项信息，可使最多的处方得到评估。",
        ),
        "coverage.none": ("Everything was assessed.", "全部内容均已评估。"),
        "unknown": ("Names not understood", "未识别的药名"),
        "unknown.count": (
            "{n} lines ({share} % of all) name no drug that the tables know.",
            "{n} 行（占全部的 {share}%）的药名不在知识库中。",
        ),
        "unknown.note": (
            "As written on at least {least} lines; rarer texts stand in the receipts only. These lines were checked for nothing.",
            "列出至少 {least} 行出现的原文；更少见的仅见于 receipts。这些行未进行任何审查。",
        ),
        # comparison
        "former.same": (
            "Program and knowledge are the same: rates can be compared.",
            "程序与知识库相同：比率可直接比较。",
        ),
        "former.other": (
            "Program, knowledge or rules of form differ: a change of rates may come from the rules, not from prescribing.",
            "程序、知识库或格式规则不同：比率的变化可能来自规则，而非处方行为。",
        ),
        "former.now": ("now", "本次"),
        "former.moved": ("Rules whose rate changed most", "变化最大的规则"),
        "former.colour": (
            "In colour: the share of prescriptions changed by more than chance alone leaves in 95 %.",
            "标色者：涉及处方占比的变化超出随机波动的 95% 范围。",
        ),
        # method
        "method": ("How to read this", "阅读说明"),
        "method.rate": (
            "“Per 100 prescriptions” counts findings and can exceed 100; “%” counts prescriptions once. Figures are rounded half up.",
            "“每百张处方”按发现数计，可超过 100；“%”按处方计，每张只计一次。数值四舍五入。",
        ),
        "method.finding": (
            "A finding is a rule that fits what is written. It is not an error by itself: the record may be incomplete, or the prescriber may have had a reason.",
            "“发现”指所写内容符合某条规则，本身并不等于差错：记录可能不全，医师也可能有其理由。",
        ),
        "method.act": (
            "To act on: the recommended action is to avoid or to modify. Monitor and inform do not interrupt the work.",
            "“需处理”指建议为“避免使用”或“需调整”；“需监测”和“提示”不中断工作。",
        ),
        "method.status": (
            "Rows of the knowledge are drafts unless marked as reviewed: each finding names its rule, which names its source.",
            "知识库条目除标明已审核者外均为草稿：每条发现注明规则，规则注明来源。",
        ),
        "method.private": (
            "This page names prescriptions, stores and prescribers as the table does. Treat it as confidential.",
            "本页按数据表原样列出处方号、门店和医师，请注意保密。",
        ),
        "method.data": (
            "statistics.json holds every figure, findings/ every finding with its line.",
            "全部数值见 statistics.json，每条发现及所在行见 findings/。",
        ),
    }
)


say = Phrases(WORDS)
