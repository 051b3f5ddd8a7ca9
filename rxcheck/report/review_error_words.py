"""Messages of errors about the log of decisions, in Chinese (`error_words.py` says how they are matched)."""

from __future__ import annotations

REVIEW: dict[str, str] = {
    # who, what, where
    "{option} is empty: say who decides": "{option} 为空：请写明由谁处置",
    "{option} is no name: at most {most} characters, on one line": "{option} 不是有效的名称：一行，最多 {most} 个字符",
    "--reason does not go with the decision {decision}": "处置为 {decision} 时不用 --reason",
    "no reason {reason} for the decision {decision} (allowed: {allowed})": (
        "处置 {decision} 没有理由 {reason}（允许：{allowed}）"
    ),
    "a finding is overridden for a reason: --reason (one of {allowed})": "不采纳须说明理由：--reason（可为 {allowed}）",
    "--text has more than {most} characters": "--text 超过 {most} 个字符",
    "--text is not valid text": "--text 不是有效文本",
    "the reason {reason} needs a text: --text": "理由 {reason} 须填写备注：--text",
    "--once is no name: at most 200 characters, on one line": "--once 不是有效的名称：一行，最多 200 个字符",
    "--decision, --reason, --text, --prescription and --once go with --finding": (
        "--decision、--reason、--text、--prescription 和 --once 须与 --finding 同用"
    ),
    "--finding needs --decision": "--finding 须与 --decision 同用",
    "the dialogue needs a terminal: give --finding and --decision": "逐项询问需要终端：请用 --finding 和 --decision",
    "no prescription {ident}": "没有处方 {ident}",
    "there are several prescriptions: --prescription says which": "有多张处方：请用 --prescription 指明",
    "--head is what rxcheck review verify printed before: a number, a colon and 64 hexadecimal digits": (
        "--head 应为 rxcheck review verify 先前给出的链尾：数字、冒号和 64 位十六进制数"
    ),
    # the log
    "cannot be written: {detail}": "无法写入：{detail}",
    "cannot be written: {detail}; nothing was acknowledged": "无法写入：{detail}；未确认任何记录",
    "cannot be written: the disk is full; nothing was recorded": "无法写入：磁盘已满；未记录",
    "others have kept the log for too long: nothing was recorded": "记录文件被其他进程占用过久：未记录",
    "others have kept the log for too long": "记录文件被其他进程占用过久",
    "is no log of decisions": "不是处置记录文件",
    "is of another version of rxcheck": "由另一版本的 rxcheck 建立",
    "is damaged: run rxcheck review verify": "已损坏：请运行 rxcheck review verify",
    "cannot be compared: no room for a copy ({detail})": "无法比对：没有空间存放副本（{detail}）",
}
