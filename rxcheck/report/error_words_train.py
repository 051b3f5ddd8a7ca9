"""The messages of training cases in Chinese; see `error_words`."""

from __future__ import annotations

TRAINING: dict[str, str] = {
    "the reason {reason} is not one of {kind}": "原因 {reason} 不属于 {kind}",
    "{language} is missing": "缺少 {language}",
    "has languages and other keys beside them": "同时含有语言和其他键",
    "the prescription has no line {line}": "处方中没有第 {line} 行",
    "names a line twice": "同一行写了两次",
    "the same lines and kind stand already in the key": "答案中已有相同的行和类型",
    "holds no case {case}": "没有病例 {case}",
    "is not a folder": "不是文件夹",
    "the case {case} stands twice in the bank": "病例 {case} 在题库中出现两次",
    "holds no case": "没有病例",
    "the file of case {case} is not named after it": "病例 {case} 的文件名与编号不同",
    "lies in the folder {folder}": "位于文件夹 {folder} 中",
    "is no id of a generated case: {case}": "不是生成病例的编号：{case}",
    "the case {case} was made with other knowledge ({edition})": "病例 {case} 由其他版本的知识库生成（{edition}）",
    "no case of {topic} and level {level} was found": "未能生成 {topic} 第 {level} 级的病例",
    "holds no row: no case can be made": "没有数据行：无法生成病例",
    "holds no row: nothing can be scored": "没有数据行：无法评分",
    "the input of the audit is not where it was: name it with --from": "审核的输入文件已不在原处：请用 --from 指定",
    "--from goes with --replay": "--from 须与 --replay 同用",
    "holds no case file": "没有病例文件",
    "holds no prescription that makes such a case": "没有可作为此类病例的处方",
    "the case {case} stands already in {file}": "病例 {case} 已在 {file} 中",
    # sessions, exams, sheets
    "reportlab is not installed: pip install 'rxcheck[pdf]', or use --format html": (
        "未安装 reportlab：pip install 'rxcheck[pdf]'，或使用 --format html"
    ),
    "{path} is a database of another program: nothing was changed": "{path} 是其他程序的数据库：未作任何更改",
    "{path} was made by a newer version of rxcheck: nothing was changed": "{path} 由更新版本的 rxcheck 建立：未作任何更改",
    "{path} does not exist: nobody has trained with it": "{path} 不存在：尚无练习记录",
    "the name of a trainee has 1 to {length} printable characters": "学员姓名须为 1 至 {length} 个可显示字符",
    "there is no trainee {name} (known: {known})": "没有学员 {name}（已有：{known}）",
    "there is no session {number} in {path}": "{path} 中没有场次 {number}",
    "session {number} is being continued elsewhere, or is over: this window stops here": (
        "场次 {number} 正在另一窗口继续，或已结束：本窗口到此为止"
    ),
    "session {number} is not one of {user}": "场次 {number} 不属于 {user}",
    "exam {number} is not over: there is no result before its end": "考试 {number} 尚未结束：结束前没有成绩",
    "the disk is full: {path} holds everything up to the line before": "磁盘已满：{path} 保存了此前的全部内容",
    "{path} is in use and was not free within {seconds} seconds: nothing was written": (
        "{path} 正被使用，{seconds} 秒内未能写入：未写入任何内容"
    ),
    "{path} cannot be written: nothing was changed": "{path} 无法写入：未作任何更改",
    "{path} cannot be opened": "{path} 无法打开",
    "{path} cannot be read or written (a fault of the disk): it holds everything up to the line before": (
        "{path} 无法读写（磁盘故障）：保存了此前的全部内容"
    ),
    "{path} is damaged or is no database: nothing was changed. Keep a copy, put a backup in its place, or name another file with --db": (
        "{path} 已损坏或不是数据库：未作任何更改。请保留副本，换回备份，或用 --db 指定其他文件"
    ),
    "--source replay and --from go together": "--source replay 与 --from 必须同时使用",
    "--table goes with --from": "--table 须与 --from 一起使用",
    "--bank and --source do not go together": "--bank 与 --source 不能同时使用",
    "session {number} is in {lang}: continue it so, or use --new": "场次 {number} 的语言为 {lang}：请照此继续，或使用 --new",
    "this login has no name: use --user": "此登录没有用户名：请使用 --user",
    "no case fits these options": "没有符合这些选项的题目",
    "options of {command} stand behind its name": "{command} 的选项应写在其名称之后",
    "a PDF is not for the screen: use -o FILE": "PDF 不能显示在屏幕上：请用 -o 文件",
}
