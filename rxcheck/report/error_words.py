"""Every message of an error about an input or the options, in Chinese.

Errors carry English; a Chinese report matches it against these templates. A slot keeps its text in Chinese, except
`{what}` (the name of a field), `{detail}` (a message inside a message) and `{type}`, `{got}` (kinds of values), whose
words are put into Chinese where they are known. A message that fits no template stays English.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rxcheck.report.error_words_train import TRAINING
from rxcheck.report.review_error_words import REVIEW
from rxcheck.report.words import has_word, word
from rxcheck.terms import Lang

_OWN: dict[str, str] = {
    # files and encodings
    "is a directory, not a file": "是目录，不是文件",
    "no such file": "没有这个文件",
    "cannot be read: {detail}": "无法读取：{detail}",
    "cannot be read": "无法读取",
    "is not a file name": "不是文件名",
    "the file is empty": "文件为空",
    "holds a NUL character: not a text file, or UTF-16 without a byte order mark": (
        "含有 NUL 字符：不是文本文件，或是没有字节顺序标记的 UTF-16"
    ),
    "is not valid {encoding} (byte {place})": "不是有效的 {encoding}（字节 {place}）",
    "is neither UTF-8 nor GB18030 text (byte {place})": "既不是 UTF-8 文本，也不是 GB18030 文本（字节 {place}）",
    "is larger than {limit} MB: use CSV or one JSON object in each line": (
        "大于 {limit} MB：请改用 CSV，或每行一个 JSON 对象"
    ),
    # audits
    "the header is not a row of a table": "表头不是表格的一行",
    "no layout has these columns (known: rxcheck, {known}): use --columns": (
        "没有符合这些列名的布局（已知：rxcheck, {known}）：请用 --columns 指定"
    ),
    "is {field}, as another column is": "与另一列同为 {field}",
    "layout {layout}: no column is {field}": "布局 {layout}：没有列对应 {field}",
    "needs a column and a field (one of {allowed})": "需要 column 和 field（可为 {allowed}）",
    "is UTF-16: save it as UTF-8": "是 UTF-16：请另存为 UTF-8",
    "holds a NUL character": "含有 NUL 字符",
    "is not {encoding} text": "不是 {encoding} 文本",
    "is no row of a table: a quote is not closed, or a cell is too long": "不是表格的一行：引号未闭合，或单元格过长",
    "left out with row {cause} of the same prescription": "因同一处方的第 {cause} 行有误而未审核",
    "is damaged or cut off: not all of it can be unpacked": "已损坏或不完整：无法全部解压",
    "{folder} cannot be written: {detail}": "{folder} 无法写入：{detail}",
    "another audit is at work in {folder}": "{folder} 中另一审核正在进行",
    "{folder} holds an audit: continue it with --resume, or choose another folder": (
        "{folder} 中已有一次审核：请用 --resume 继续，或另选文件夹"
    ),
    "{file} is damaged: audit into a new folder": "{file} 已损坏：请审核到新文件夹",
    "the audit was begun with other knowledge or another version: audit into a new folder": (
        "审核开始时的知识库或程序版本不同：请审核到新文件夹"
    ),
    "the audit was begun with other options: audit into a new folder": "审核开始时的选项不同：请审核到新文件夹",
    "the input is not the one that the audit was begun with": "输入文件与审核开始时不同",
    "part {number} cannot be written: {detail}; continue with --resume": "第 {number} 部分无法写入：{detail}；可用 --resume 继续",
    "the process of part {number} died {times} times; continue with --resume": (
        "第 {number} 部分的进程 {times} 次中断；可用 --resume 继续"
    ),
    "{folder} holds no audit": "{folder} 中没有审核",
    "dask is not installed: pip install 'rxcheck[cluster]'": "未安装 dask：pip install 'rxcheck[cluster]'",
    "no scheduler of Dask answers at {address}": "{address} 没有 Dask 调度器应答",
    "the scheduler at {address} has no workers": "{address} 的调度器没有工作节点",
    "the scheduler at {address} has no workers any more; continue with --resume": (
        "{address} 的调度器已无工作节点；可用 --resume 继续"
    ),
    "the scheduler at {address} is gone; continue with --resume": "{address} 的调度器已断开；可用 --resume 继续",
    "the worker {worker} has another version of rxcheck, or none": "工作节点 {worker} 的 rxcheck 版本不同，或未安装",
    "the worker {worker} has other knowledge": "工作节点 {worker} 的知识库不同",
    "the worker {worker} does not see {path}: it must be on a file system that all machines share": (
        "工作节点 {worker} 看不到 {path}：它必须位于所有机器共享的文件系统"
    ),
    "the worker {worker} cannot write into {folder}": "工作节点 {worker} 无法写入 {folder}",
    "part {number} failed: {detail}, which is a fault of the program; continue with --resume": (
        "第 {number} 部分失败：{detail}，属程序错误；可用 --resume 继续"
    ),
    "a prescription goes on after another one: sort the table by prescription_id": (
        "处方被另一处方隔开：请按 prescription_id 排序"
    ),
    "numbers of rows are whole numbers, and none stands twice": "行号应为整数，且不重复",
    "the id has blanks around it: take them away before the table is cut into partitions": (
        "处方号前后有空白：请在分区之前去掉"
    ),
    "--scheduler goes with --executor dask": "--scheduler 须与 --executor dask 一起使用",
    "--processes is about this machine: a scheduler has workers of its own": "--processes 只用于本机：调度器有自己的工作节点",
    "--executor inline is one process: leave --processes out": "--executor inline 只用一个进程：请去掉 --processes",
    "{planned} lines were counted, {read} read, {audited} audited and {rejected} rejected: this does not add up, and is a fault of "
    "the program": "共有 {planned} 行，读取 {read} 行，审核 {audited} 行，拒收 {rejected} 行：数目不符，属程序错误",
    "{times} times a prescription goes on after another one: its lines were not checked together. Audit into a new folder with --sort": (
        "{times} 次出现处方被另一处方隔开：其各行未能一起审核。请加 --sort 审核到新文件夹"
    ),
    "the audit was begun with another key, or with none: give the same --pseudonymise": (
        "审核开始时的密钥不同，或未用密钥：请给出相同的 --pseudonymise"
    ),
    "{name} has {bytes} bytes: a site key has at least {least}": "{name} 只有 {bytes} 字节：机构密钥至少须有 {least} 字节",
    "--sample is a number of prescriptions up to 1000000, or a percentage: 100 or 2%": (
        "--sample 应为处方张数（不超过 1000000）或百分比：100 或 2%"
    ),
    "--pseudonymise sends its key to the workers: only over tls://": "--pseudonymise 的密钥会发送给工作节点：只能经 tls://",
    "--sample-by and --seed go with --sample": "--sample-by 和 --seed 须与 --sample 同用",
    "stopped: {detail}; continue with --resume": "已停止：{detail}；可用 --resume 继续",
    "{path} is missing: the audit is not done, or of an older version": "缺少 {path}：审核未完成，或由旧版本所做",
    "{path} holds no audit": "{path} 中没有审核",
    "the audit in {path} is not done: finish it with --resume": "{path} 中的审核未完成：请用 --resume 完成",
    # policy of a site
    "--policy and --no-policy do not go together": "--policy 与 --no-policy 不能同用",
    "the rule {rule} stands twice": "规则 {rule} 出现两次",
    "lasts more than {years} years from today": "有效期超过今后 {years} 年",
    "cannot be read: not UTF-8": "无法读取：不是 UTF-8",
    "is not TOML: {detail}": "不是有效的 TOML：{detail}",
    "there is no rule {rule} in the tables": "规则表中没有规则 {rule}",
    "there is no rule {rule}; near it are: {near}": "没有规则 {rule}；相近的有：{near}",
    "no rule has the topic {value} (known: {known})": "没有主题为 {value} 的规则（已知：{known}）",
    "no rule has the source {value}": "没有来源为 {value} 的规则",
    "no rule has the jurisdiction {value} (known: {known})": "没有法规辖区为 {value} 的规则（已知：{known}）",
    "the drug {name} is not understood; near it are: {near}": "药品 {name} 未能识别；相近的有：{near}",
    "the drug {name} is not understood": "药品 {name} 未能识别",
    "is no file of cases": "不是用例文件",
    "there are {n} prescriptions: choose one with --id ({ids}, …)": "共有 {n} 张处方：请用 --id 选择一张（{ids}……）",
    "no prescription has the id {id} (there are: {ids}, …)": "没有编号为 {id} 的处方（有：{ids}……）",
    "{n} prescriptions have the id {id}": "编号为 {id} 的处方有 {n} 张",
    "the rule {rule} must alert and cannot be suppressed: {reason} (rules/must_alert.csv, {entry})": (
        "规则 {rule} 必须提示，不得停用：{reason}（rules/must_alert.csv，{entry}）"
    ),
    "the rule {rule} never alerts: there is nothing to suppress": "规则 {rule} 本不提示，无可停用",
    "the audit was begun with another policy: audit into a new folder": "审核开始时的机构策略不同：请审核到新文件夹",
    "{folder} holds no finished audit to compare with: {file} is missing": "{folder} 中没有可供对比的已完成审核：缺少 {file}",
    "{file} is damaged: it cannot be compared with": "{file} 已损坏：无法用于对比",
    # documents
    "is nested more than {depth} deep": "嵌套超过 {depth} 层",
    "is not JSON: {detail} (column {column})": "不是有效的 JSON：{detail}（第 {column} 个字符）",
    "is not YAML: {detail}": "不是有效的 YAML：{detail}",
    "unreadable": "无法读取",
    "holds characters that YAML does not allow": "含有 YAML 不允许的字符",
    "aliases are not allowed": "不允许使用别名",
    "a key must be a word": "键必须是单词",
    "the key {key} stands twice": "键 {key} 出现两次",
    "has the key {key} twice in one object": "同一对象中键 {key} 出现两次",
    "holds a number beyond what can be meant": "含有超出合理范围的数字",
    "holds {text}, which is not a number": "含有 {text}，不是数字",
    # tables
    "is not a table: {detail}": "不是有效的表格：{detail}",
    "holds no rows below the header": "表头下没有数据行",
    "has {cells} cells, the header has {columns}": "有 {cells} 个单元格，而表头有 {columns} 个",
    "the column is missing": "缺少此列",
    "the column stands twice": "此列出现两次",
    "unknown column (allowed: {allowed})": "未知的列（允许：{allowed}）",
    "prescription_id is empty": "prescription_id 为空",
    "holds no names": "没有药名",
    "say which column holds the names: --column NAME": "请用 --column 指明药名所在的列",
    # drugs and structures
    "give one of a name, --resolve or --smiles": "请给出药名、--resolve 或 --smiles 之一",
    "--format csv goes with --resolve": "--format csv 须与 --resolve 同用",
    "--column goes with --resolve": "--column 须与 --resolve 同用",
    "--depict goes with a name or --smiles": "--depict 须与药名或 --smiles 同用",
    "--depict goes with one drug": "--depict 只能用于一种药物",
    "--graph goes with two drugs": "--graph 须给出两种药物",
    "--graph writes .svg or .png files": "--graph 只能写 .svg 或 .png 文件",
    "no interaction row fits this pair: there is nothing to draw": "没有相互作用条目涉及这一药对，无图可画",
    "holds no knowledge/ folder": "其中没有 knowledge/ 文件夹",
    "--mark goes with --depict": "--mark 须与 --depict 同用",
    "--depict writes .svg or .png files": "--depict 只能写 .svg 或 .png 文件",
    "the tables hold no structure of this name": "知识表中没有此药名的结构",
    "no structure group {group} (known: {known})": "没有结构组 {group}（已有：{known}）",
    "the SMILES describes no structure": "SMILES 无法解析为结构",
    "the structure could not be compared": "结构无法比较",
    "differs from row {row} of the same prescription": "与同一处方第 {row} 行不一致",
    # prescriptions
    "unknown key {key} (allowed: {allowed})": "未知的键 {key}（允许：{allowed}）",
    "prescriptions must be a list": "prescriptions 必须是列表",
    "holds no prescription": "没有处方",
    "is not a prescription: an object with lines is expected": "不是处方：应为含有 lines 的对象",
    "is not valid": "无效",
    "has no lines": "没有药品行",
    "has {lines} lines; a prescription has at most {limit}": "有 {lines} 行；一张处方最多 {limit} 行",
    "the line id stands twice in the prescription": "处方中此行号出现两次",
    "the prescription id stands already in row {row}": "此处方号已在第 {row} 行出现",
    "at least one drug is needed": "至少需要一个药品",
    "drug is empty": "药品为空",
    "a condition needs a name or a code": "诊断需有名称或编码",
    # single values
    "{what} is empty": "{what}为空",
    "{what} is negative": "{what}为负数",
    "{what} is zero": "{what}为零",
    "{what} is not a number": "{what}不是数字",
    "{what} is not a whole number": "{what}不是整数",
    "{what} is not between {low} and {high}": "{what}不在 {low} 至 {high} 之间",
    "weight is not between {low} and {high} kg": "体重不在 {low} 至 {high} kg 之间",
    "height is not between {low} and {high} cm": "身高不在 {low} 至 {high} cm 之间",
    "age is over {years} years": "年龄超过 {years} 岁",
    'age is not understood: write years, or "6 mo", "10 d"': "年龄无法理解：请写岁数，或“6个月”“10天”",
    "birth date is after the date of the prescription": "出生日期晚于处方日期",
    "--decisions goes with --format fhir": "--decisions 须与 --format fhir 同用",
    "--explain goes with --format table or markdown; rxcheck explain has --format json": (
        "--explain 须与 --format table 或 markdown 同用；rxcheck explain 支持 --format json"
    ),
    "--style narrative needs a model: --explainer model or server": (
        "--style narrative 需要模型：--explainer model 或 server"
    ),
    "--style narrative is for teaching: not --for patient": "--style narrative 用于教学，不能与 --for patient 同用",
    "--answers and --graph go with --for trainee": "--answers 和 --graph 须与 --for trainee 同用",
    "--graph writes .svg or .dot files": "--graph 只能写 .svg 或 .dot 文件",
    "no finding has a path in the graph: there is nothing to draw": "各项发现均无关联路径，没有可绘制的内容",
    "the question is empty": "问题为空",
    "--explainer server and --url go together": "--explainer server 与 --url 须一起使用",
    "{library} is not installed: pip install 'rxcheck[model]'": "未安装 {library}：pip install 'rxcheck[model]'",
    "no model is here: rxcheck model pull, or {hint}": "本机没有模型：请用 rxcheck model pull，或 {hint}",
    "{name} is not here: {hint}": "{name} 不在本机：{hint}",
    "{name} lies in a Python package: pip uninstall {distribution}": (
        "{name} 位于 Python 包中：pip uninstall {distribution}"
    ),
    "--from is one of {names}": "--from 可选：{names}",
    "no finding {names}": "没有编号为 {names} 的发现",
    "there is no command {path} (commands: {names})": "没有命令 {path}（可用命令：{names}）",
    "another process is downloading this model": "另一进程正在下载该模型",
    "cannot be copied: {detail}": "无法复制：{detail}",
    "cannot be written: {detail}": "无法写入：{detail}",
    "could not be downloaded ({detail}); what has arrived is kept, try again": "下载失败（{detail}）；已下载部分已保留，可重试",
    "no key in the address: use {name} or --key-file": "地址中不得含密钥：请使用 {name} 或 --key-file",
    "no model {name} (known: {names})": "没有名为 {name} 的模型（已知：{names}）",
    "no such file: {name}": "文件不存在：{name}",
    "not enough room in {folder}: {n} MiB are needed": "{folder} 空间不足：需要 {n} MiB",
    "plain http to another machine can be read on the way: use https, or say --insecure-http": "以明文 http 访问其他主机会在途中被读取：请使用 https，或加 --insecure-http",
    "the file that was served is not the one of the manifest (SHA-256): it was thrown away": "所下载的文件与清单不符（SHA-256），已删除",
    "the server needs an address that begins with https://": "服务器地址须以 https:// 开头",
    "there is a model {name} already": "已有名为 {name} 的模型",
    "{name} can be read by others: chmod 600": "{name} 可被他人读取：请执行 chmod 600",
    "{name} cannot be read: {detail}": "{name} 无法读取：{detail}",
    "{name} is not here: rxcheck model pull {again}, or rxcheck model add FILE": "{name} 尚未下载：请用 rxcheck model pull {again} 或 rxcheck model add 文件",
    "{path} is damaged: delete it, and choose and add models again": "{path} 已损坏：请删除后重新添加并选择模型",
    "{name} is no GGUF file": "{name} 不是 GGUF 文件",
    "{name} is not in the manifest (SHA-256 {hash}): give it a name with --name": "{name} 不在清单中（SHA-256 {hash}）：请用 --name 命名",
    "{name} is not an https address": "{name} 不是 https 地址",
    "setting is not understood: write outpatient, emergency, inpatient or discharge": "处方类别无法理解：请写“门诊”“急诊”“住院”或“出院带药”",
    "prescriber_title is not understood: write junior, intermediate or senior": "医师职称无法理解：请写“初级”“中级”或“高级”",
    "sex is not understood: write female or male": "性别无法理解：请写“女”或“男”",
    "{what} is not understood: write yes or no": "{what}无法理解：请写“是”或“否”",
    "status is not understood: write new or current": "状态无法理解：请写“新开”或“在用”",
    "kind is not understood: write allergy or intolerance": "类别无法理解：请写 allergy（过敏）或 intolerance（不耐受）",
    'duration is not understood: write days, or "2 weeks"': '疗程无法理解：请写天数，或 "2 weeks"',
    'labs are not understood: write "potassium 5.9 mmol/L 2026-01-02; QTc 480 ms"': '检验结果无法理解：请写成 "potassium 5.9 mmol/L 2026-01-02; QTc 480 ms"',
    'lab is not understood: write "potassium 5.9 mmol/L"': '检验结果无法理解：请写成 "potassium 5.9 mmol/L"',
    "{what} is not a date: write YYYY-MM-DD": "{what}不是日期：请写成 YYYY-MM-DD",
    "quantity is not an amount": "数量无法理解",
    "creatinine needs umol/L or mg/dL": "肌酐的单位须为 umol/L 或 mg/dL",
    "gestational weeks are given but pregnant is no": "给出了孕周，但又写明未妊娠",
    # FHIR
    "is missing": "缺失",
    "is not an object": "不是对象",
    "is not a text": "不是文本",
    "is not a number": "不是数字",
    "is not a list": "不是列表",
    "is not a list of texts": "不是文本列表",
    "is not a date: write YYYY-MM-DD": "不是日期：请写成 YYYY-MM-DD",
    "is not true or false": "不是 true 或 false",
    "is not positive": "不是正数",
    "is beyond what can be meant": "超出合理范围",
    "ends before it starts": "结束早于开始",
    "is not a FHIR resource": "不是 FHIR 资源",
    "is not an extension of rxcheck": "不是 rxcheck 的扩展",
    "says that something could not be read or is missing from the bundle": "表明有内容无法读取，或 Bundle 中缺少内容",
    "holds no FHIR resource": "没有 FHIR 资源",
    "holds no medication to check": "没有可审查的药品",
    "the patient id stands twice": "此患者号出现两次",
    "the resource id stands twice": "此资源号出现两次",
    "names no medication": "未写明药品",
    "names no substance": "未写明物质",
    "names no condition": "未写明诊断",
    "refers to a medication that is not in the bundle": "所引用的药品不在 Bundle 中",
    "has neither text nor code": "既无文字也无编码",
    # options
    "give files or --drug, not both": "文件与 --drug 只能给出其一",
    "nothing to check: give a file, - for stdin, or --drug": "没有可审查的内容：请给出文件、-（标准输入）或 --drug",
    "patient options go with --drug; in a file the patient stands in the file": (
        "患者选项须与 --drug 同用；使用文件时，患者信息写在文件中"
    ),
    "jurisdiction {name} is not known (known: {known})": "没有名为 {name} 的适用规范（现有：{known}）",
    "cannot write {path}: {detail}": "无法写入 {path}：{detail}",
    "{name} is not one known ingredient (near names: {near})": "{name} 不是已知的单一成分（相近名称：{near}）",
    # knowledge packs
    "--column is written {column}=NAME (columns: {columns})": "--column 应写成 {column}=列名（可用的列：{columns}）",
    "--names is en or fr": "--names 只能是 en 或 fr",
    "the name of a pack is lower-case letters, digits and hyphens: --name NAME": (
        "知识包名称只能用小写字母、数字和连字符：--name 名称"
    ),
    "the name of a pack is lower-case letters, digits and hyphens": "知识包名称只能用小写字母、数字和连字符",
    "two packs have the name {name}": "有两个名为 {name} 的知识包",
    "two packs are of the source {source}": "有两个知识包来自同一来源 {source}",
    "holds no grades of {scale}": "没有 {scale} 的分级",
    "holds no entries of the thesaurus": "不含汇编的条目",
    "give the index of substances and classes too": "请同时给出物质与类别的索引文件",
    "is not a list of entries or substances": "不是条目或物质的列表",
    "is missing or not a text": "缺失或不是文本",
    "is missing or not a list": "缺失或不是列表",
    "is no pack: pack.json is missing": "不是知识包：缺少 pack.json",
    "the file of the pack is missing": "知识包缺少此文件",
    "is not the manifest of a pack: {detail}": "不是知识包的清单：{detail}",
    "the pack has format {found}, this program reads {format}": "知识包格式为 {found}，本程序只读格式 {format}",
    "is not what pack.json says of it: import again": "与 pack.json 的记录不符：请重新导入",
    "the entry is not in entries.csv": "entries.csv 中没有此条目",
    "an entry stands twice": "有条目重复",
    "is not an entry: {detail}": "不是条目：{detail}",
    "not a readable UTF-8 CSV table ({kind})": "不是可读的 UTF-8 CSV 表格（{kind}）",
    "the grade {grade} of {scale} is not in rules/source_grades.csv": "rules/source_grades.csv 中没有 {scale} 的分级 {grade}",
    "{drug} is not in knowledge/drugs.csv: import the pack again": "knowledge/drugs.csv 中没有 {drug}：请重新导入知识包",
    "{word} is no route": "{word} 不是给药途径",
    "the source {source} is not in knowledge/sources.csv: add it, or import with --source-id": (
        "knowledge/sources.csv 中没有来源 {source}：请先添加，或导入时用 --source-id 指明"
    ),
    "it exists and is no pack": "已存在，且不是知识包",
    "{name} is not understood (near names: {near})": "未能识别 {name}（相近名称：{near}）",
    # tables of the program
    "table is missing": "缺少此知识表",
    "columns must be {columns}": "各列必须是 {columns}",
    "fact, alt_unit or alt_factor is not valid": "fact、alt_unit 或 alt_factor 无效",
}

# What the libraries underneath say of a broken input: json, csv, PyYAML, msgspec and the operating system.
_FOREIGN: dict[str, str] = {
    "Expecting value": "此处应有值",
    "Expecting property name enclosed in double quotes": "此处应有用双引号括起的键",
    "Expecting {char} delimiter": "此处应有 {char}",
    "Extra data": "结尾后还有内容",
    "Unterminated string starting at": "字符串没有结束",
    "Invalid control character at": "含有控制字符",
    "Invalid \\escape": "无效的转义符",
    "Invalid \\uXXXX escape": "无效的 \\uXXXX 转义符",
    "Illegal trailing comma before end of object": "对象结尾前有多余的逗号",
    "Illegal trailing comma before end of array": "数组结尾前有多余的逗号",
    "unexpected end of data": "数据意外结束",
    "{first} expected after {second}": "{second} 之后应为 {first}",
    "field larger than field limit ({limit})": "单元格超过 {limit} 个字符",
    # as Python 3.11 and as 3.13 say it
    "new-line character seen in unquoted field - do you need to open the file in universal-newline mode?": (
        "未加引号的单元格中有换行符"
    ),
    "new-line character seen in unquoted field - do you need to open the file with newline=''?": (
        "未加引号的单元格中有换行符"
    ),
    "found character {char} that cannot start any token": "此处不能以字符 {char} 开头",
    "found unexpected end of stream": "内容意外结束",
    "found unexpected document separator": "此处不应有文档分隔符",
    "found unknown escape character {char}": "未知的转义符 {char}",
    "found undefined tag handle {tag}": "未定义的标签 {tag}",
    "found unhashable key": "键必须是单词",
    "could not find expected ':'": "缺少冒号",
    "could not determine a constructor for the tag {tag}": "不允许标签 {tag}",
    "sequence entries are not allowed here": "此处不应有列表项",
    "mapping keys are not allowed here": "此处不应有键",
    "mapping values are not allowed here": "此处不应有冒号和值",
    "expected <block end>, but found {token}": "此处缩进应结束，却是 {token}",
    "expected '<document start>', but found {token}": "此处文档应开始，却是 {token}",
    "expected the node content, but found {token}": "此处应有内容，却是 {token}",
    "but found another document": "只允许一个文档",
    "expected {wanted}, but found {token}": "此处应为 {wanted}，却是 {token}",
    "expected {wanted}, but got {token}": "此处应为 {wanted}，却是 {token}",
    "object missing required field `{field}`": "缺少必填项 {field}",
    "object contains unknown field `{field}`": "含有未知项 {field}",
    "expected `{type}`, got `{got}`": "应为{type}，却是{got}",
    "expected `{type}` of length <= {limit}": "应为不超过 {limit} 个字符的{type}",
    "expected `{type}` of length >= {limit}": "应为至少 {limit} 个字符的{type}",
    "expected `{type}` - at `key` in `{path}`": "{path} 中的键应为{type}",
    "invalid decimal string": "不是数字",
    "invalid RFC3339 encoded date": "不是日期：请写成 YYYY-MM-DD",
    "Permission denied": "没有权限",
    "Input/output error": "输入输出错误",
    "input/output error": "输入输出错误",
    "File name too long": "文件名过长",
    "Is a directory": "是目录",
    "Not a directory": "路径中有一段不是目录",
    "No such file or directory": "没有这个文件或目录",
    "No space left on device": "磁盘空间不足",
    "Read-only file system": "文件系统只读",
    "Too many levels of symbolic links": "符号链接层数过多",
}

TEMPLATES: Mapping[str, str] = MappingProxyType({**_OWN, **_FOREIGN, **REVIEW, **TRAINING})

_FIELDS = {
    "age": "年龄",
    "weeks": "孕周",
    "pregnancy_weeks": "孕周",
    "quantity": "数量",
    "lab": "检验结果",
    "max_per_day": "每日最大量",
    "creatinine_umol_l": "肌酐",
    "authored_on": "开具日期",
    "birth_date": "出生日期",
    "start": "开始日期",
    "date": "日期",
    "reason": "原因",
    "owner": "负责人",
}
_TYPES = {
    "str": "文本",
    "int": "整数",
    "float": "小数",
    "decimal": "数字",
    "bool": "是或否",
    "null": "空值",
    "object": "对象",
    "array": "列表",
    "date": "日期",
    "datetime": "日期时间",
    "time": "时间",
}
# A name that stays Latin has a space before Chinese.
_LATIN_END = re.compile(r"[A-Za-z0-9_]$")


def translate(message: str, lang: Lang) -> str:
    """The message of an error in `lang`; English where no template fits."""
    if lang is not Lang.ZH:
        return message
    if message in TEMPLATES:
        return TEMPLATES[message]
    for template, first in _longest_first():
        # The look for one literal part spares compiling most of the patterns.
        if first in message and (match := _pattern(template).fullmatch(message)):
            return TEMPLATES[template].format(**{name: _slot(name, text) for name, text in match.groupdict().items()})
    return message


@cache
def _longest_first() -> tuple[tuple[str, str], ...]:
    """The templates that have slots, each with its longest literal part; those with the most literal text first."""
    found = []
    for template in TEMPLATES:
        parts = [(literal, name) for literal, name, _, _ in string.Formatter().parse(template)]
        if any(name is not None for _, name in parts):
            literals = [literal for literal, _ in parts]
            found.append((sum(map(len, literals)), template, max(literals, key=len)))
    found.sort(key=lambda item: -item[0])
    return tuple((template, first) for _, template, first in found)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = string.Formatter().parse(template)
    slots = "".join(re.escape(literal) + (f"(?P<{name}>.+?)" if name else "") for literal, name, _, _ in parts)
    return re.compile(slots, re.DOTALL)


def _slot(name: str, text: str) -> str:
    if name == "what":
        fact = f"fact.{text}"
        shown = _FIELDS.get(text) or (word(fact, Lang.ZH) if has_word(fact) else text)
        return f"{shown} " if _LATIN_END.search(shown) else shown
    if name in ("type", "got"):
        return "或".join(_TYPES.get(part, f" {part} ") for part in text.split(" | "))
    return translate(text, Lang.ZH) if name == "detail" else text
