"""The words of lessons around what finding and tables say, in English and Chinese. No drug, number or verdict stands here."""

from __future__ import annotations

from enum import StrEnum

from rxcheck.report.phrases import Phrases
from rxcheck.report.words import term_key
from rxcheck.terms import Lang

_WORDS: dict[str, tuple[str, str]] = {
    "step.facts": ("Facts used", "所用事实"),
    "step.rule": ("Rule that fired", "触发的规则"),
    "step.path": ("Path in the graph", "关联路径"),
    "step.change": ("What would change it", "可改变结论的因素"),
    "step.sources": ("Sources", "来源"),
    "self_test": ("Test yourself", "自测题"),
    "answers": ("Answers", "答案"),
    "answers.below": (" (answers at the end)", "（答案见文末）"),
    "answer": ("{label}) {text}. {why}", "{label}）{text}。{why}"),
    "choice": ("{label}) {text}", "{label}）{text}"),
    "question.number": ("{finding} question {n}", "{finding} 第 {n} 题"),
    # facts
    "facts.whole": (
        "The prescription as a whole: no single line is concerned.",
        "针对整张处方，不涉及单独某一行。",
    ),
    "facts.line": ("{line}: {drugs}", "{line}：{drugs}"),
    "facts.dose": ("dose {text}", "单次 {text}"),
    "facts.frequency": ("{n} times {period}", "{period} {n} 次"),
    "facts.frequency.one": ("once {period}", "{period} {n} 次"),
    "facts.every": ("every {period}", "每 {period}"),
    "facts.day": ("a day", "每日"),
    "facts.week": ("a week", "每周"),
    "facts.days": ("for {text}", "疗程 {text}"),
    "facts.as_needed": ("as needed", "必要时"),
    "facts.most": ("at most {text} a day", "每日最多 {text}"),
    "facts.quantity": ("{text} to dispense", "发药量 {text}"),
    "facts.refills": ("refills: {text}", "续配次数：{text}"),
    "facts.compared": ("Compared: {text}.", "比较：{text}。"),
    "facts.used": ("Rests on {text}.", "依据：{text}。"),
    "facts.no_liver_disease": ("No liver disease is recorded.", "未记录肝病。"),
    "facts.condition": ("Recorded diagnosis “{text}”, read as {name}.", "记录的诊断“{text}”，识别为{name}。"),
    "facts.diagnoses": ("Recorded diagnoses: {text}.", "记录的诊断：{text}。"),
    "facts.allergy": ("Recorded allergy “{text}”, read as {name}.", "记录的过敏“{text}”，识别为{name}。"),
    "facts.reaction": ("Reaction: {text}.", "反应：{text}。"),
    "facts.reaction_untold": (
        "The record does not say what the reaction was.",
        "记录未说明过敏反应的表现。",
    ),
    "facts.chains": ("Side chains: {text}.", "侧链：{text}。"),
    "facts.slip": ("Beside the usual: {text}.", "对照常用量：{text}。"),
    "facts.fragment": ("Written on line {line}: “{text}”.", "第 {line} 行写有：“{text}”。"),
    # what a rule asks
    "rule.pair": (
        "Rule {id} asks for {object} (the object: the drug that is affected) on one line and {precipitant} (the precipitant: the drug "
        "that acts on it) on another{routes}.",
        "规则 {id} 的条件：一行为{object}（受影响药），另一行为{precipitant}（致变药）{routes}。",
    ),
    "rule.both": (
        "Rule {id} asks for {object} on one line and {precipitant} on another{routes}.",
        "规则 {id} 的条件：一行为{object}，另一行为{precipitant}{routes}。",
    ),
    "rule.contact": (
        "Rule {id} asks for {object} and {precipitant} on two lines{routes} that must not meet {contact}.",
        "规则 {id} 的条件：两行分别为{object}和{precipitant}{routes}，二者不得{contact}。",
    ),
    "contact.mixture": ("in one container", "在同一容器中混合"),
    "contact.y_site": ("at a Y-site", "经同一 Y 型管路输注"),
    "contact.patient": ("in the blood either", "先后进入血液"),
    "rule.routes": (", {name}: {routes}", "，{name}：{routes}"),
    "rule.systemic": (", both systemic", "，均为全身给药"),
    "rule.derived": (
        "It is derived: it follows from what the two drugs do to a pathway or an effect; nobody has judged this pair itself.",
        "该规则为推导所得：由两药对代谢途径或药理效应的作用推出，该药对本身未经人工评定。",
    ),
    "rule.limit": ("Rule {id} asks of {subject}: {limit}{notes}.", "规则 {id} 对{subject}的要求：{limit}{notes}。"),
    "rule.notes": (" ({notes})", "（{notes}）"),
    "rule.compares": (
        "Rule {id} speaks of {subject} where {fact} {against}{notes}.",
        "规则 {id}：{subject}，当 {fact} {against} 时触发{notes}。",
    ),
    "rule.condition": (
        "Rule {id} speaks of {subject} where one of these is recorded: {names}{notes}.",
        "规则 {id}：{subject}，当记录有以下诊断之一时触发：{names}{notes}。",
    ),
    "rule.indication": (
        "Rule {id} speaks of {subject} where diagnoses are recorded and none is one that the drug is for ({names}){notes}.",
        "规则 {id}：{subject}，当已记录诊断但无一属于该药的适应情况（{names}）时触发{notes}。",
    ),
    "rule.all": ("every drug", "所有药品"),
    "rule.sum": ("the sum of {name}", "{name}的合计量"),
    "rule.duplicate.product": (
        "Rule {id} asks that no product stands on more than one line.",
        "规则 {id}：同一制剂不应出现在多行。",
    ),
    "rule.duplicate.ingredient": (
        "Rule {id} asks that no ingredient stands on more than one line.",
        "规则 {id}：同一成分不应出现在多行。",
    ),
    "rule.duplicate.kinship": (
        "Rule {id} asks that no ingredient stands beside its own prodrug, metabolite or enantiomer.",
        "规则 {id}：成分不应与其前药、代谢物或对映体同用。",
    ),
    "rule.duplicate.class": (
        "Rule {id} asks that of {subject} no more than the allowed number stand together: {n}.",
        "规则 {id}：{subject}同用不应超过 {n} 种。",
    ),
    "rule.duplicate.effect": (
        "Rule {id} asks that of {subject} no more than the allowed number stand together: {n}.",
        "规则 {id}：{subject}同用不应超过 {n} 种。",
    ),
    "rule.allergy.same": (
        "Rule {id} asks for a recorded allergen that is the drug itself, or a class that it belongs to.",
        "规则 {id}：记录的过敏原即该药本身，或为其所属类别。",
    ),
    "rule.allergy.group": (
        "Rule {id} asks for a recorded allergen of {allergen} and a drug of {subject}: one allergy group.",
        "规则 {id}：记录的过敏原属于{allergen}，药品属于{subject}（同一过敏组）。",
    ),
    "rule.allergy.cross": (
        "Rule {id} asks for a recorded allergen of {allergen} and a drug of {subject}: they can cross-react.",
        "规则 {id}：记录的过敏原属于{allergen}，药品属于{subject}（可能交叉过敏）。",
    ),
    "rule.allergy.excipient": (
        "Rule {id} asks for a recorded allergy to {allergen} and a drug of {subject}: preparations may hold it.",
        "规则 {id}：记录对{allergen}过敏，药品属于{subject}（制剂中可能含有）。",
    ),
    "rule.reactions": ("It holds for these reactions: {names}.", "适用的反应类型：{names}。"),
    "rule.set": (
        "Rule {id} adds up over the whole prescription; it fires from {n} points.",
        "规则 {id} 对整张处方累计计分，达到 {n} 分即触发。",
    ),
    "rule.set.cascade": (
        "Rule {id} looks for a drug that may treat the side effect of another; it fires from {n} points.",
        "规则 {id} 寻找可能用于处理另一药不良反应的药品，达到 {n} 分即触发。",
    ),
    "set.term": (
        "{name}: at least {n} on the prescription, points each: {points}; here {drugs}.",
        "{name}：处方中至少 {n} 种，每种 {points} 分；此处为{drugs}。",
    ),
    "set.term.any": ("{name}: points each: {points}; here {drugs}.", "{name}：每种 {points} 分；此处为{drugs}。"),
    "set.fact": ("{name}: {points} points.", "{name}：{points} 分。"),
    "set.sum": ("Together: {sum}, which is {total}.", "合计：{sum} = {total} 分。"),
    "rule.form": (
        "Rule {id} of the jurisdiction “{where}” {asks}{notes}.",
        "“{where}”规范中的规则 {id}：{asks}{notes}。",
    ),
    "form.subject": ("on {name}", "涉及{name}"),
    "form.age": ("asks that the age is written", "应写明年龄"),
    "form.age_months": ("asks that the age is written in months", "年龄应写至月龄"),
    "form.age_days": ("asks that the age is written in days", "年龄应写至日龄"),
    "form.sex": ("asks that the sex is written", "应写明性别"),
    "form.date": ("asks that the date of issue is written", "应写明开具日期"),
    "form.condition": ("asks that a diagnosis is written", "应写明临床诊断"),
    "form.lines": ("allows no more drugs on a prescription than {value}", "每张处方药品不得超过 {value} 种"),
    "form.drug": ("speaks where such a drug is prescribed", "开具此类药品时触发"),
    "form.brand": ("asks that the name is that of a substance, not a brand", "应使用通用名，不用商品名"),
    "form.dose": ("asks that the dose is written", "应写明单次剂量"),
    "form.unit": ("asks that the dose has a unit", "剂量应写明单位"),
    "form.strength": ("asks that the strength is written", "应写明规格"),
    "form.frequency": ("asks that the frequency is written", "应写明给药频次"),
    "form.route": ("asks that the route is written", "应写明给药途径"),
    "form.directions": ("asks that the directions do not leave the use open", "用法不得含糊"),
    "form.quantity": ("asks that the amount to dispense is written", "应写明发药数量"),
    "form.days": ("allows no more days of treatment than {value}", "用药天数不得超过 {value} 天"),
    "form.supply": ("allows a supply for no more days than {value}", "处方用量不得超过 {value} 天"),
    "form.doses": ("allows no more doses than {value}", "不得超过 {value} 次用量"),
    "form.refills": ("allows no more refills than {value}", "续配不得超过 {value} 次"),
    "form.refill_days": ("asks that the last refill falls due within {value} days", "最后一次续配应在 {value} 天内"),
    "form.writing": (
        "asks that names and directions are not written in a way that has been misread",
        "药名和用法不得使用易误读的书写方式",
    ),
    "form.instruction": (
        "asks that directions are not written in a way that has been misread",
        "用法不得使用易误读的书写方式",
    ),
    "form.kind": ("the way of writing: {name}", "书写方式：{name}"),
    "rule.holds": ("Further terms of the row, all of which hold: {text}.", "该规则的其他条件均成立：{text}。"),
    "rule.pack": (
        "The tables have no row for this: {why}",
        "知识库中没有相应规则：{why}",
    ),
    # meanings
    "action": ("Action “{name}”: {means}.", "处理“{name}”：{means}。"),
    "action.avoid": (
        "the combination or use should not happen; worth a call to the prescriber",
        "不应如此用药，需联系处方医师",
    ),
    "action.modify": (
        "it can go on only if something is changed; worth a call to the prescriber",
        "需调整后方可使用，需联系处方医师",
    ),
    "action.monitor": (
        "it can go on with an eye on what may happen; no call is needed first",
        "可以使用，但需监测，不必先联系医师",
    ),
    "action.inform": ("good to know; nothing has to be done", "仅供知悉，无需处理"),
    "severity": ("Severity “{name}”: {means}.", "严重程度“{name}”：{means}。"),
    "severity.contraindicated": ("to be treated as forbidden", "按禁忌对待"),
    "severity.major": ("if it happens, it can endanger life or do lasting harm", "一旦发生，可危及生命或造成持久损害"),
    "severity.moderate": (
        "if it happens, the patient may get worse and need treatment",
        "一旦发生，病情可能加重并需要处理",
    ),
    "severity.minor": (
        "if it happens, it is a nuisance and rarely needs treatment",
        "一旦发生，影响轻微，很少需要处理",
    ),
    "evidence": ("Evidence “{name}”: {means}.", "证据“{name}”：{means}。"),
    "evidence_level.established": ("shown beyond reasonable doubt", "已充分证实"),
    "evidence_level.probable": ("very likely, not proven", "很可能成立，尚未完全证实"),
    "evidence_level.suspected": ("some data point to it, others are missing", "有部分资料提示，证据不完整"),
    "evidence_level.theoretical": (
        "expected from what the drugs do, hardly seen in patients",
        "由药理作用推测，临床少见报告",
    ),
    "modified": (
        "Modifier {id} changed the verdict: {text}. Without it the row says: {base}.",
        "修饰条件 {id} 改变了结论：{text}。若无此条件，该规则的结论为：{base}。",
    ),
    "modified.id": ("Modifier {id} changed the verdict.", "修饰条件 {id} 改变了结论。"),
    "unmodified": ("The row has modifiers; none of them changed its verdict.", "该规则设有修饰条件，均未改变结论。"),
    # path
    "path.whole": ("{path}", "{path}"),
    "path.member": ("{drug} is one of: {group}.", "{drug}属于：{group}。"),
    "path.within": ("{group} include {lower}.", "{group}包括{lower}。"),
    "path.named": ("The row names {drug} itself.", "该规则直接指明{drug}。"),
    "path.kinetic": (
        "It works through concentrations: how much of {object} there is.",
        "作用方式：药代动力学，改变{object}的浓度。",
    ),
    "path.dynamic": ("It works through effects: what both do to the body.", "作用方式：药效学，两药作用叠加或拮抗。"),
    "path.contact": (
        "It happens outside or inside the line, where the preparations meet.",
        "发生在两种制剂相遇之处（容器或管路）。",
    ),
    "path.duplicate": (
        "There is no path from drug to drug: both lines lead to the same place, {names}.",
        "没有药到药的作用路径：两行指向同一处，即{names}。",
    ),
    "path.allergy": (
        "Not the interaction graph: from the allergen {allergen} over the rule to {drug}.",
        "不属于相互作用路径：由过敏原{allergen}经规则到{drug}。",
    ),
    "path.limit": (
        "There is no path: one drug is held against an amount, not against another drug.",
        "没有路径：此处是药品与限量相比，不涉及另一药品。",
    ),
    "path.condition": (
        "There is no path: one drug is held against a fact about the patient.",
        "没有路径：此处是药品与患者情况相比。",
    ),
    "path.set": ("There is no single path: each drug brings its points for itself.", "没有单一路径：各药分别计分。"),
    "path.form": ("There is no path: it is about how the prescription is written.", "没有路径：针对处方书写。"),
    # change
    "change.flip": ("{text}.", "{text}。"),
    "change.modifier": ("The row also says: {text}.", "该规则还规定：{text}。"),
    "change.none": (
        "No single fact about the patient was found that would change this verdict.",
        "未发现改变患者某一项情况即可改变该结论。",
    ),
    "change.also": ("{id} fits as well ({verdict}) and gave way: {why}.", "{id} 也符合（{verdict}），但让位：{why}。"),
    "also.less_close": ("it names the two drugs less closely", "其对两药的指明不如本规则具体"),
    "also.less_urgent": ("its action weighs less", "其处理级别较低"),
    "also.less_severe": ("its severity weighs less", "其严重程度较低"),
    "also.same": ("it says no worse, and one finding is enough", "其结论并不更重，一条提示已足够"),
    "also.other_topic": (
        "the facts or closer rows decided for this one (docs/checks.md, choosing among rows)",
        "按事实或更具体的条目选用了本规则（见 docs/checks.md）",
    ),
    # sources
    "row_status.draft": ("written down by a curator, not reviewed by a second person", "由整理者录入，尚无第二人审核"),
    "row_status.corroborated": ("another source agrees; not reviewed", "另有来源相符，尚未审核"),
    "row_status.reviewed": ("a second person has looked at it", "经第二人审核"),
    "row_status.imported": ("from a knowledge pack, not reviewed here", "来自知识包，未经本库审核"),
    "sources.none": ("No source is given.", "未注明来源。"),
    # comparison
    "compare.title": ("Findings compared", "各项发现比较"),
    "compare.shares": ("{findings} share {line}.", "{findings}均涉及{line}。"),
    "compare.worst": ("Worst: {finding}, by {why}.", "最重：{finding}，依据为{why}。"),
    "compare.equal": (
        "Worst: {findings} weigh the same by action, severity and evidence.",
        "最重：{findings}的处理、严重程度和证据相同。",
    ),
    "compare.by.action": ("its action ({name})", "处理级别（{name}）"),
    "compare.by.severity": ("its severity ({name}); actions are equal", "严重程度（{name}），处理级别相同"),
    "compare.by.evidence": (
        "its evidence ({name}); action and severity are equal",
        "证据（{name}），处理与严重程度相同",
    ),
    "compare.fact": (
        "{findings} rest on, or hang on, the same fact ({fact}): one answer bears on all of them.",
        "{findings}均取决于同一事实（{fact}）：核实一次即可同时判断。",
    ),
    "compare.pivot": (
        "{findings} hang on {line} ({drugs}): settle that line and they are settled together.",
        "{findings}都系于{line}（{drugs}）：解决该行即可一并解决。",
    ),
    "compare.first": ("Settle in this order: {findings}.", "处理顺序：{findings}。"),
    "compare.nothing": ("They share no line and no fact.", "各项之间没有共同的处方行或事实。"),
    "compare.column.finding": ("finding", "编号"),
    "compare.column.verdict": ("verdict", "结论"),
    "compare.column.about": ("about", "涉及"),
    "compare.column.evidence": ("evidence", "证据"),
    "compare.column.lines": ("lines", "处方行"),
    # questions
    "ask.verdict_if": (
        "What would the verdict of {rule} become if {change}, all else being as it is?",
        "其他不变，若{change}，{rule}的结论将是什么？",
    ),
    "ask.without": (
        "What would become of {rule} if line {line} ({drugs}) were not on the prescription?",
        "若处方中没有第 {line} 行（{drugs}），{rule}的结论将是什么？",
    ),
    "if.at": ("{fact} were {value}", "{fact}为 {value}"),
    "if.above": ("{fact} were just above {value}", "{fact}略高于 {value}"),
    "if.below": ("{fact} were just below {value}", "{fact}略低于 {value}"),
    "if.condition": ("{name} were recorded as well", "另记录有{name}"),
    "if.mark": ("the prescription said “{fact}”", "处方注明“{fact}”"),
    "if.pregnant": ("pregnancy were at {value}", "妊娠 {value}"),
    "if.reaction": ("the recorded reaction were only: {value}", "记录的反应仅为：{value}"),
    "if.daily.below": ("the daily dose of {drug} were just below {value}", "{drug}的日剂量略低于 {value}"),
    "if.daily.above": ("the daily dose of {drug} were just above {value}", "{drug}的日剂量略高于 {value}"),
    "if.amount.above": ("the amount were just above {value}", "用量略高于 {value}"),
    "if.amount.below": ("the amount were just below {value}", "用量略低于 {value}"),
    "if.days": ("the treatment lasted {value}", "疗程为 {value}"),
    "nothing": ("no finding", "不再提示"),
    "ask.carrier": (
        "Through which enzyme or transporter does {precipitant} act on {object} here?",
        "此处{precipitant}通过哪一种酶或转运体影响{object}？",
    ),
    "ask.carrier.effect": ("Which effect do both drugs add to here?", "此处两药共同的药理效应是什么？"),
    "ask.group": ("By which group does the row name {drug}?", "该规则通过哪个类别指明{drug}？"),
    "ask.object": (
        "Which drug is the object, the one whose concentration changes?",
        "哪一个是受影响药（浓度发生改变的药）？",
    ),
    "ask.threshold": (
        "Which threshold of {fact} does the row of {rule} draw for {subject}?",
        "{rule} 的规则对{subject}设定的{fact}界值是多少？",
    ),
    "ask.base": (
        "What would the row of {rule} say without its modifier {modifier}?",
        "若无修饰条件 {modifier}，{rule}的结论是什么？",
    ),
    "ask.condition": ("Which recorded fact about the patient does {rule} speak of?", "{rule}针对患者的哪一项记录？"),
    "ask.allergen": ("Which allergen of the record does {rule} rest on?", "{rule}依据记录中的哪一个过敏原？"),
    "ask.side_chain": (
        "How do the side chains ({group}) of {drug} and {allergen} compare?",
        "{drug}与{allergen}的{group}相比如何？",
    ),
    "chain.same": ("the same, atom for atom", "完全相同"),
    "chain.other": ("not the same", "不相同"),
    "ask.doubled": ("Which ingredient stands on more than one of these lines?", "这些处方行中重复的成分是哪一个？"),
    "ask.doubled.class": ("To which group do {drugs} belong together?", "{drugs}同属哪个类别？"),
    "ask.counted": ("Which of these drugs counts toward {rule}?", "下列哪个药品计入{rule}？"),
    "ask.written": ("What is unsafe about “{text}”?", "“{text}”属于哪种不安全书写？"),
    "ask.severity": ("How bad is what {rule} warns of, if it happens?", "{rule}所警示的后果一旦发生，严重程度如何？"),
    "why.verdict_if": ("With this change the check says: {verdict}.", "按此改动审查的结果：{verdict}。"),
    "why.path": ("The row goes {path}.", "该规则的路径：{path}。"),
    "why.carrier": ("{object}: {one}; {precipitant}: {two}.", "{object}：{one}；{precipitant}：{two}。"),
    "why.threshold": ("Row {id} draws it there.", "规则 {id} 的界值即在此。"),
    "why.base": (
        "Its own verdict is that; the modifier changes it where it holds.",
        "这是该规则本身的结论，条件成立时由修饰条件改变。",
    ),
    "why.condition": ("It is recorded, and the row names it.", "患者记录中有此项，且规则指明了它。"),
    "why.allergen": ("It is recorded, and the row leads from it to {drug}.", "过敏史中有此记录，规则由此指向{drug}。"),
    "why.side_chain": ("{first} and {second}.", "{first}与{second}。"),
    "why.doubled": ("It stands on {lines}.", "出现在{lines}。"),
    "why.doubled.class": ("All of them are members.", "均为其成员。"),
    "why.counted": ("The row names it by {name}.", "规则通过“{name}”指明它。"),
    "why.written": ("The row looks for this way of writing.", "该规则查找的正是这种书写方式。"),
    "why.severity": ("The row grades it so: {means}.", "该规则如此分级：{means}。"),
}


teach_word = Phrases(_WORDS)


def meaning(member: StrEnum, lang: Lang) -> str:
    """What an action, severity, evidence level or status means."""
    return teach_word(term_key(member), lang)
