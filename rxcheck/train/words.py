"""Every word of training that is not of a case or of the tables, in English and Chinese."""

from __future__ import annotations

from rxcheck.terms import Lang

_WORDS: dict[str, tuple[str, str]] = {
    # the prescription as it is shown
    "case": ("Case {n} of {all}", "第 {n} 题，共 {all} 题"),
    "patient": ("Patient", "患者"),
    "patient.unknown": ("nothing recorded", "无记录"),
    "allergies": ("Allergies", "过敏史"),
    "conditions": ("Diagnoses", "诊断"),
    "labs": ("Laboratory", "检验"),
    "prescription": ("Prescription", "处方"),
    "dated": ("dated {date}", "日期 {date}"),
    "gestation": ("born at {n} weeks", "出生孕周 {n} 周"),
    "rules": ("rules of form: {name}", "处方格式规则：{name}"),
    "long_term": ("long-term prescription", "长期处方"),
    "justified": ("reason for the amount stated", "已注明用量理由"),
    "prescriber": ("prescriber: {name}", "开方医师：{name}"),
    "days": ("{n} days", "{n} 天"),
    "quantity": ("quantity {n}", "数量 {n}"),
    "refills": ("refills {n}", "可续配 {n} 次"),
    "start": ("from {date}", "自 {date} 起"),
    # prompt
    "prompt": ("mark> ", "标记> "),
    "prompt.timed": ("[{left}] mark> ", "[{left}] 标记> "),
    "prompt.lines": ("which lines (0: the whole prescription)> ", "哪几行（0 表示整张处方）> "),
    "prompt.kind": ("kind> ", "类型> "),
    "prompt.action": ("action> ", "处理> "),
    "prompt.reason": ("reason (Enter: none)> ", "理由（回车：不填）> "),
    "prompt.empty": ("nothing wrong with it (y/n)> ", "没有问题（y/n）> "),
    "prompt.skip": ("leave it without an answer (y/n)> ", "放弃本题（y/n）> "),
    "menu.kind": ("What kind of problem?", "什么类型的问题？"),
    "menu.action": ("What is to be done?", "应如何处理？"),
    "menu.reason": ("Why?", "理由？"),
    "ask": (
        "Mark what is wrong: lines kind action reason. ? help, h hint, Enter when done.",
        "标出问题：行号 类型 处理 理由。? 帮助，h 提示，回车完成。",
    ),
    "ask.exam": (
        "Mark what is wrong: lines kind action reason. ? help, Enter when done.",
        "标出问题：行号 类型 处理 理由。? 帮助，回车完成。",
    ),
    "help.mark": (
        "A mark is one line: 1,2 interaction monitor interaction. Words may be cut short (1,2 int mon), stand in any order, and be Chinese. 0 is the whole prescription. What is left out is asked.",
        "一行标记一个问题：1,2 相互作用 需监测 相互作用。词可缩写（1,2 相互 监测），次序不限，中英文均可；0 表示整张处方。缺少的部分会逐项询问。",
    ),
    "help.kinds": ("Kinds: {names}", "类型：{names}"),
    "help.actions": ("Actions: {names}", "处理：{names}"),
    "help.reasons": ("Reasons of {kind}: {names}", "{kind}的理由：{names}"),
    "help.commands": (
        "Enter or d done · u undo · l list · p prescription again · s skip · q leave (continues here next time)",
        "回车或 d 完成 · u 撤销 · l 列出标记 · p 重看处方 · s 跳过 · q 退出（下次从此处继续）",
    ),
    "help.hint": ("h hint: each tells more, and each costs points", "h 提示：逐级给出，每次扣分"),
    "help.reference": (
        "Marks belong to one kind of problem on the same lines; several on the same lines and kind are one.",
        "同一类型、同一组处方行的问题记为一个标记。",
    ),
    "marked": ("marked: {mark}", "已标记：{mark}"),
    "replaced": ("marked again: {mark} (before: {before})", "已更改：{mark}（原为：{before}）"),
    "mark": ("{lines} · {parts}", "{lines} · {parts}"),
    "mark.lines": ("line {ids}", "第 {ids} 行"),
    "mark.lines.many": ("lines {ids}", "第 {ids} 行"),
    "mark.whole": ("whole prescription", "整张处方"),
    "undone": ("taken back: {mark}", "已撤销：{mark}"),
    "undo.nothing": ("nothing to take back", "没有可撤销的标记"),
    "dropped": ("mark dropped", "已放弃该标记"),
    "list.none": ("no marks", "尚无标记"),
    "hint": ("Hint {n} of {all}: {text}", "提示 {n}/{all}：{text}"),
    "hint.none": ("There is no further hint.", "没有更多提示。"),
    "hint.exam": ("There are no hints in an exam.", "考试中没有提示。"),
    "fault.unknown": ("not understood: {word} (? helps)", "无法理解：{word}（? 帮助）"),
    "fault.several": ("{word} may mean {names}: write more of it", "{word} 可能是{names}：请写得更完整"),
    "fault.no_line": ("there is no line {word} (lines: {lines})", "没有第 {word} 行（现有：{lines}）"),
    "fault.twice": (
        "{word} is one too many: a mark has one kind, action and reason",
        "{word} 多余：一个标记只有一个类型、处理和理由",
    ),
    "fault.reason": ("{word} does not go with {names}", "{word} 与{names}不符"),
    "fault.yes_no": ("y or n", "请输入 y 或 n"),
    "empty.ask": (
        "You have marked nothing: is nothing wrong with this prescription?",
        "尚未标记任何问题：确认该处方没有问题吗？",
    ),
    "skip.ask": ("An answer that is skipped counts nothing.", "跳过的题不得分。"),
    "skipped": ("Skipped.", "已跳过。"),
    "left": ("Left. All marks are kept; continue with:", "已退出，标记均已保存。继续："),
    "time_up": ("Time is up: what came after the limit does not count.", "时间到：超时的内容不计分。"),
    "left_time": ("{m} min {s} s left", "剩余 {m} 分 {s} 秒"),
    # feedback
    "score": ("{points} of {possible} points", "得分 {points}/{possible}"),
    "score.hints": ("hints taken: {n}", "使用提示 {n} 次"),
    "found": ("found", "找到"),
    "missed": ("MISSED", "漏判"),
    "optional": ("may be marked", "可标可不标"),
    "false_alarm": ("false alarm", "误报"),
    "lines_other": ("marked on {ids}", "所标为{ids}"),
    "action_right": ("action right", "处理正确"),
    "action_wrong": ("action is {right}, you said {said}", "处理应为{right}，你答{said}"),
    "reason_right": ("reason right", "理由正确"),
    "reason_wrong": ("reason is {right}, you said {said}", "理由应为{right}，你答{said}"),
    "reason_none": ("no reason given ({right})", "未填理由（{right}）"),
    "clean": ("Nothing is wrong with this prescription.", "该处方没有问题。"),
    "clean.known": ("You left it alone: right.", "你判断正确。"),
    "teaches": ("To remember", "要点"),
    "total": (
        "So far: {points} of {possible} points ({percent}) in {n} cases",
        "累计：{n} 题，{points}/{possible} 分（{percent}）",
    ),
    "total.one": (
        "So far: {points} of {possible} points ({percent}) in 1 case",
        "累计：1 题，{points}/{possible} 分（{percent}）",
    ),
    "row.finding": ("Finding", "审查结果"),
    "row.rule": ("Rule", "规则"),
    "row.codes": ("Codes", "编码"),
    # sessions
    "begin": ("Session {id} of {user}, cases: {n}.", "{user} 的第 {id} 次练习：{n} 题。"),
    "begin.exam": (
        "Exam {id} of {user}, cases: {n}, minutes: {minutes}, seed {seed}. The clock runs, also when you leave.",
        "{user} 的考试 {id}：{n} 题，{minutes} 分钟，种子 {seed}。计时已开始，退出后不停止。",
    ),
    "continue": ("Session {id} of {user} goes on at case {n}.", "{user} 的第 {id} 次练习继续，第 {n} 题。"),
    "continue.options": (
        "It keeps the options it was begun with; --new begins another.",
        "沿用开始时的选项；--new 另开一次。",
    ),
    "marks.kept": ("Marks made before:", "此前的标记："),
    "changed.case": (
        "The file of this case has changed since it was asked: it is shown and scored as it was.",
        "本题文件在出题后已更改：仍按出题时的版本显示和评分。",
    ),
    "changed.knowledge": (
        "The tables have changed since this case was asked: it is scored by what held then, explanations are those of now.",
        "出题后知识库已更改：仍按出题时的答案评分，讲解依据当前知识库。",
    ),
    "no_more": ("There is no further case for these options.", "符合这些选项的题目已做完。"),
    "due": ("{topic}: due", "{topic}：应复习"),
    "next.review": ("{topic} comes back on {date}.", "{topic}将于 {date} 再次出现。"),
    "next.review.soon": ("{topic} comes back in {n} minutes.", "{topic}将于 {n} 分钟后再次出现。"),
    "end": (
        "Session {id}: {points} of {possible} points ({percent}).",
        "第 {id} 次练习：{points}/{possible} 分（{percent}）。",
    ),
    "end.exam": (
        "Exam {id} is over: {points} of {possible} points ({percent}). Result sheet: rxcheck train result {id} --format html -o FILE",
        "考试 {id} 结束：{points}/{possible} 分（{percent}）。成绩单：rxcheck train result {id} --format html -o 文件",
    ),
    "noted": ("Noted.", "已记录。"),
    # sheets
    "sheet.title.exam": ("Exam result", "考试成绩单"),
    "sheet.title.training": ("Training result", "练习成绩单"),
    "sheet.trainee": ("Trainee", "学员"),
    "sheet.session": ("Session", "场次"),
    "sheet.state.open": ("not finished", "未完成"),
    "sheet.state.done": ("finished", "已完成"),
    "sheet.state.left": ("given up", "已放弃"),
    "sheet.state.expired": ("ended by the time limit", "因时间到而结束"),
    "sheet.begun": ("Begun", "开始时间"),
    "sheet.ended": ("Ended", "结束时间"),
    "sheet.open": ("not yet", "尚未"),
    "sheet.duration": ("Duration", "用时"),
    "sheet.limit": ("Time limit", "限时"),
    "sheet.none": ("none", "无"),
    "sheet.seed": ("Seed", "种子"),
    "sheet.source": ("Cases from", "题目来源"),
    "sheet.source.bank": ("bank", "题库"),
    "sheet.source.generated": ("generator", "自动生成"),
    "sheet.source.replay": ("audited prescriptions", "审核过的处方"),
    "sheet.program": ("Program", "程序版本"),
    "sheet.edition": ("Knowledge edition", "知识库版次"),
    "sheet.hash": ("Knowledge hash", "知识库校验值"),
    "sheet.minutes": ("{m} min {s} s", "{m} 分 {s} 秒"),
    "sheet.share": ("of the points", "得分率"),
    "sheet.points": ("points", "得分"),
    "sheet.cases": ("cases", "题数"),
    "sheet.missed": ("missed", "漏判"),
    "sheet.false_alarms": ("false alarms", "误报"),
    "sheet.topic": ("Topic", "主题"),
    "sheet.by_topic": ("By topic", "按主题"),
    "sheet.by_case": ("Case by case", "逐题"),
    "sheet.level": ("level {n}", "{n} 级"),
    "sheet.skipped": ("Skipped and not counted: {n}", "跳过、不计分：{n} 题"),
    "sheet.attempt.skipped": ("skipped", "已跳过"),
    "sheet.attempt.unanswered": ("not answered in time", "未在限时内作答"),
    "sheet.attempt.done": ("answered", "已作答"),
    "sheet.other_knowledge": ("asked with another edition of the tables", "出题时的知识库版本不同"),
    "sheet.foot": (
        "+ found, - missed, o may be marked, ! false alarm. The answer key is what rxcheck finds with the tables named above; it is for teaching and no judgement on a patient.",
        "+ 找到，- 漏判，o 可标可不标，! 误报。标准答案为 rxcheck 依据上述知识库的审查结果，仅供教学，不作为对患者的判断。",
    ),
    # progress
    "progress.title": ("Progress of {user}", "{user} 的学习进展"),
    "progress.none": ("Nothing answered yet.", "尚未作答。"),
    "progress.by_topic": ("By topic", "按主题"),
    "progress.over_time": ("Over time", "按时间"),
    "progress.attempts": ("cases", "题数"),
    "progress.share": ("points", "得分率"),
    "progress.missed": ("missed", "漏判"),
    "progress.false_alarms": ("false alarms", "误报"),
    "progress.hints": ("hints", "提示"),
    "progress.level": ("level", "级别"),
    "progress.trend": ("trend", "趋势"),
    "progress.due": ("comes back", "复习时间"),
    "progress.now": ("now", "现在"),
    "progress.week": ("Week", "周"),
    "progress.all": ("All", "合计"),
    "progress.trend_note": (
        "Trend: the last five cases of a topic against those before, in points of a hundred.",
        "趋势：该主题最近五题与此前得分率之差（百分点）。",
    ),
    # class
    "class.title": ("Overview of the class", "班级概览"),
    "class.trainees": ("trainees", "学员"),
    "class.trainee": ("Trainee", "学员"),
    "class.all": ("All", "合计"),
    "class.by_trainee": ("Points by trainee and topic", "各学员各主题得分率"),
    "class.hardest": ("Hardest cases", "最难的题目"),
    "class.case": ("Case", "题目"),
    "class.times": ("asked", "作答次数"),
    "class.rules": ("Most missed rules", "最常漏判的规则"),
    "class.rule": ("Rule", "规则"),
    "class.missed_of": ("missed", "漏判"),
    "class.alarms": ("Most common false alarms", "最常见的误报"),
    "class.alarm": ("Mark", "标记"),
    "class.none": ("Nothing answered yet.", "尚无作答。"),
    "class.note": (
        "Cases answered in training and in exams, with hints taken off. A dash: not met yet.",
        "包括练习与考试，已扣除提示分。短横线：尚未做过。",
    ),
}


def say(key: str, lang: Lang, **slots: object) -> str:
    """The words for `key` with their slots filled.

    Raises:
        KeyError: no such words, or a slot without a value.
    """
    text = _WORDS[key][lang is Lang.ZH]
    return text.format(**slots) if slots else text


def counted(key: str, n: int, lang: Lang, **slots: object) -> str:
    """The words for `n` things; `key.one` where there are own words for one."""
    return say(f"{key}.one" if n == 1 and f"{key}.one" in _WORDS else key, lang, n=n, **slots)


def percent(points: int, possible: int) -> str:
    """The share of points, in whole percent (rounded down, so that 100 % means all); a dash where there was nothing to gain."""
    return f"{100 * points // possible} %" if possible else "–"
