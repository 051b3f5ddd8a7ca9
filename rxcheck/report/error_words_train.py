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
}
