"""What `rxcheck review` and `rxcheck rules tune` say, in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rxcheck.report.phrases import Phrases

WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # dialogue
        "head": ("{title} · findings: {n} · decided: {done}", "{title} · 共 {n} 项发现，已处置 {done} 项"),
        "nothing": ("{title} · no findings to decide on", "{title} · 没有需要处置的发现"),
        "was": ("decided: {text} ({user}, {time})", "已处置：{text}（{user}，{time}）"),
        "lines": ("Lines", "处方行"),
        "why": ("Why", "原因"),
        "do": ("Do", "建议"),
        "keys": (
            "a prescriber called · c changed · o overridden · n not applicable · t text · b back · Enter skip · q leave",
            "a 采纳并联系医师 · c 处方已修改 · o 不采纳 · n 不适用 · t 备注 · b 返回 · Enter 跳过 · q 退出",
        ),
        "ask_reason": ("reason (Enter: back)", "理由（Enter：返回）"),
        "ask_reason_or_none": ("reason (Enter: none)", "理由（Enter：不填）"),
        "ask_text": ("text: ", "备注："),
        "text_needed": ("this reason needs a text", "该理由须填写备注"),
        "kept": ("→ {text} · entry {n}", "→ {text} · 第 {n} 条"),
        "skipped": ("→ skipped", "→ 已跳过"),
        "because": ("{decision}: {reason}", "{decision}：{reason}"),
        "decided": ("recorded: {n} · still open: {left}", "已记录 {n} 项，未处置 {left} 项"),
        "head_now": ("log {path} · head {head}", "记录文件 {path} · 链尾 {head}"),
        "revises": ("revises entry {n}", "更正第 {n} 条"),
        # list and statistics
        "column.entry": ("entry", "序号"),
        "column.time": ("time (UTC)", "时间（UTC）"),
        "column.user": ("user", "药师"),
        "column.group": ("group", "组别"),
        "column.prescription": ("prescription", "处方"),
        "column.finding": ("finding", "发现"),
        "column.rule": ("rule", "规则"),
        "column.decision": ("decision", "处置"),
        "column.reason": ("reason", "理由"),
        "column.text": ("text", "备注"),
        "no_decisions": (
            "{path} holds no decision on these reports: decisions belong to reports of the same tables, policy and program",
            "{path} 中没有针对这些报告的处置：处置只对应相同知识库、策略与程序版本的报告",
        ),
        "no_entries": ("no entries in {path}", "{path} 中没有记录"),
        "stats.total": (
            "entries: {n} · findings: {findings} · prescriptions: {prescriptions} · revisions: {revised}",
            "共 {n} 条记录，涉及 {prescriptions} 张处方的 {findings} 项发现；其中 {revised} 条为更正",
        ),
        "stats.decision": ("by decision", "按处置"),
        "stats.reason": ("by reason", "按理由"),
        "stats.user": ("by user", "按药师"),
        "stats.check": ("by check", "按审查项目"),
        "stats.group": ("by group", "按组别"),
        "none": ("(none)", "（未填）"),
        # verification
        "proven": (
            "PROVEN · entries: {n} · head: {head}",
            "验证通过 · 共 {n} 条 · 链尾 {head}",
        ),
        "proven.empty": ("PROVEN · the log is empty", "验证通过 · 记录为空"),
        "proven.head": ("the earlier head {head} lies on the chain", "先前的链尾 {head} 仍在链上"),
        "keep_head": (
            "keep the head elsewhere: only it shows a tail that was cut off (--head)",
            "请将链尾另行保存：末尾被截断时只有它能发现（--head）",
        ),
        "altered": ("ALTERED: this log is not what was recorded", "已被改动：该记录与当初所记不符"),
        "unproven": (
            "ENTRIES PROVEN, the rest not: bytes that no entry uses are not as this version of SQLite leaves them",
            "全部记录已验证，其余未能验证：未被记录使用的字节与本机 SQLite 版本所写不一致",
        ),
        "fault.field": ("entry {entry}, {field}: is not what was recorded", "第 {entry} 条，{field}：与当初所记不符"),
        "fault.link": (
            "entry {entry}, previous: the entries before it are not those that it was recorded after (altered, replaced or removed)",
            "第 {entry} 条，previous：其前的记录不是当时的记录（被改动、替换或删除）",
        ),
        "fault.missing": ("entries {entry} to {detail} are missing", "缺少第 {entry} 至 {detail} 条"),
        "fault.missing.one": ("entry {entry} is missing", "缺少第 {entry} 条"),
        "fault.type": (
            "entry {entry}, {field}: is of another kind, or no text",
            "第 {entry} 条，{field}：类型不符或不是文本",
        ),
        "fault.page": (
            "page {page}, byte {byte} of the file: is not as these entries make it",
            "第 {page} 页，文件第 {byte} 字节：与这些记录应有的内容不符",
        ),
        "fault.page.header": (
            "header of the file, byte {byte}: is not as it was written",
            "文件头，第 {byte} 字节：与当初所写不符",
        ),
        "fault.unreadable": (
            "entry {entry}: its record cannot be read ({detail})",
            "第 {entry} 条：无法读取（{detail}）",
        ),
        "fault.unreadable.page": (
            "page {page}, at or after entry {entry}: cannot be read ({detail})",
            "第 {page} 页，第 {entry} 条或其后：无法读取（{detail}）",
        ),
        "fault.length": (
            "from byte {byte} (page {page}) on: the file should have {detail} bytes",
            "自第 {byte} 字节（第 {page} 页）起：文件应为 {detail} 字节",
        ),
        "fault.head": (
            "the earlier head {detail} does not lie on the chain: entries up to it were removed or replaced",
            "先前的链尾 {detail} 不在链上：其前的记录已被删除或替换",
        ),
        "more_faults": ("… perhaps more: only the first {n} are shown", "…… 可能还有：仅列出前 {n} 处"),
        "foreign_layout": (
            "SQLite {written} has written here, this is {library}. Versions leave other remains in parts that no entry uses: verify with the version"
            " that has written, and begin a new log when SQLite is updated.",
            "文件由 SQLite {written} 写入，而本机为 {library}。不同版本在未使用区域留下的内容不同：请用写入时的版本再验证；SQLite 升级后请另建新的记录文件。",
        ),
        # tuning
        "tune.head": (
            "rules with decisions: {rules} · findings decided: {n} · acted on: {acted}",
            "有处置记录的规则 {rules} 条，共处置 {n} 项发现；其中已采取措施 {acted} 项",
        ),
        "tune.column.n": ("n", "例数"),
        "tune.column.value": ("acted on", "采取措施率"),
        "tune.column.interval": ("95 % interval", "95% 置信区间"),
        "tune.column.overridden": ("overridden", "不采纳"),
        "tune.column.not_applicable": ("not appl.", "不适用"),
        "tune.column.reasons": ("most often because", "最常见理由"),
        "tune.column.status": ("", ""),
        "tune.quieter": ("could be quieter", "可考虑降低提示"),
        "tune.must_alert": ("kept: must alert", "保留：必须提示"),
        "tune.few": ("too few", "例数不足"),
        "tune.keep": ("", ""),
        "tune.unknown": ("not in the tables", "规则表中没有"),
        "tune.silenced": ("acted on too seldom", "采取措施过少"),
        "tune.proposals": ("PROPOSALS (nothing has been changed)", "建议（未作任何更改）"),
        "tune.none": ("No rule can be proposed to be made quieter.", "没有可建议降低提示的规则。"),
        "tune.about_rule": (
            "{n} of {all} not acted on because the alert was wrong: look at the selectors and thresholds of the row before silencing it",
            "未采取措施的 {all} 项中有 {n} 项因提示不准确：停用前请先核查该条规则的选择范围和界值",
        ),
        "tune.lower": (
            "or, in the table: action {action} → {lower}",
            "或在规则表中将处理由“{action}”降为“{lower}”",
        ),
        "tune.fill_reason": ("why the site does without it", "机构停用该规则的理由"),
        "tune.fill_owner": ("who answers for it", "负责人"),
        "tune.fill_expires": ("a date, at most two years ahead", "日期，最多两年后"),
        "tune.evidence": (
            "findings decided: {n} · acted on: {acted}, {value} (95 % interval {low} to {high})",
            "已处置 {n} 项，采取措施 {acted} 项：{value}（95% 置信区间 {low} 至 {high}）",
        ),
        "tune.how": (
            "Acted on: accepted or changed, of all decisions on a rule; the last decision on a finding counts. Intervals: Wilson (1927). "
            "Proposed: at least {least} decisions, and the upper bound below {most} %.",
            "采取措施率＝（采纳＋修改）÷该规则的全部处置；同一发现以最后一次处置为准。区间按 Wilson（1927）。"
            "建议条件：处置不少于 {least} 项，且区间上限低于 {most}%。",
        ),
        "tune.multiple": (
            "Rules with enough decisions: {tested}. Each interval stands for itself: of rules that truly lie at the threshold about one in forty is "
            "proposed by chance. Decisions of one pharmacist or ward are not independent. A proposal is a question to people, not an answer.",
            "例数足够的规则有 {tested} 条。各区间未作多重比较校正：真实值恰在界值的规则约四十分之一会因偶然被建议。同一药师或病区的处置并不独立。"
            "建议仅供讨论，不是结论。",
        ),
        "tune.by_group": ("not acted on, by group", "各组未采取措施率"),
        "tune.by_reason": ("not acted on, by reason", "未采取措施的理由"),
        "tune.share": ("{n} of {all} ({value})", "{n}/{all}（{value}）"),
    }
)


say = Phrases(WORDS)
