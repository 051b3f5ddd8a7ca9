"""What `rxcheck model` says, in English and Chinese."""

from __future__ import annotations

from rxcheck.terms import Lang

_WORDS: dict[str, tuple[str, str]] = {
    "name": ("model", "模型"),
    "size": ("size", "大小"),
    "memory": ("memory", "内存"),
    "state": ("state", "状态"),
    "title": ("what it is", "说明"),
    "here": ("here", "已下载"),
    "part": ("{n} % here", "已下载 {n}%"),
    "absent": ("not here", "未下载"),
    "used": ("in use", "使用中"),
    "unmeasured": ("not measured", "未测量"),
    "pulled": ("{name} is here: {path}", "{name} 已就绪：{path}"),
    "added": ("{name} was added: {path}", "已添加 {name}：{path}"),
    "using": ("explanations will use {name}", "讲解将使用 {name}"),
    "removed": ("{name} was removed, {n} MiB are free again", "已删除 {name}，释放 {n} MiB"),
    "none": (
        "no model in use: explanations follow the fixed template, which is complete",
        "未使用模型：讲解采用固定模板，内容完整",
    ),
    "status": ("{name} in use: {path}", "使用中：{name}，{path}"),
    "intact": ("the file is the one of the manifest (SHA-256)", "文件与清单一致（SHA-256）"),
    "damaged": (
        "the file is not the one of the manifest: remove it and pull it again",
        "文件与清单不一致：请删除后重新下载",
    ),
    "fits": ("needs about {n} MiB of the {all} MiB of this machine", "约需 {n} MiB，本机内存 {all} MiB"),
    "tight": (
        "needs about {n} MiB, this machine has {all} MiB: choose a smaller model",
        "约需 {n} MiB，而本机内存仅 {all} MiB：请选择较小的模型",
    ),
    "folder": ("models lie in {path}", "模型文件夹：{path}"),
    "downloading": ("downloading {name}", "正在下载 {name}"),
}


def say(key: str, lang: Lang, **slots: object) -> str:
    """The words for `key`.

    Raises:
        KeyError: no such words.
    """
    return _WORDS[key][lang is Lang.ZH].format(**slots)
