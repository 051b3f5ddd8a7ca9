"""Writes model files of DeepSeek's shapes with random weights: small enough to make in a test, real enough to run."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

MARKS = ["<｜end▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>", "<｜begin▁of▁sentence｜>", "<think>", "</think>"]
WORDS = (" the", " risk", " of", " bleeding", " warfarin", "Codes", " m1", " h1", " r1", "ing", "er", "in")
WIDTH, FORWARD, HEADS, LAYERS, CONTEXT = 64, 128, 4, 2, 4_096


def write(path: Path, architecture: str = "qwen2", seed: int = 0, marks: list[str] | None = None) -> Path:
    """A model of DeepSeek-R1-Distill-Qwen's (`qwen2`) or DeepSeek-V3's and R1's (`deepseek2`) architecture; `marks` are its speakers' tokens."""
    special = MARKS if marks is None else marks
    tokens, kinds, merges = _vocabulary(special)
    place = {token: number for number, token in enumerate(tokens)}
    writer = gguf.GGUFWriter(str(path), architecture)
    writer.add_name("tiny")
    writer.add_context_length(CONTEXT)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(FORWARD)
    writer.add_head_count(HEADS)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(10_000.0)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("deepseek-r1-qwen" if architecture == "qwen2" else "deepseek-v3")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(place[special[-3]])
    writer.add_eos_token_id(place[special[0]])
    weights = _Weights(writer, np.random.default_rng(seed))
    weights.random("token_embd.weight", len(tokens), WIDTH, spread=0.5)
    weights.ones("output_norm.weight", WIDTH)
    weights.random("output.weight", len(tokens), WIDTH, spread=0.3)
    for layer in range(LAYERS):
        _LAYER[architecture](writer, weights, layer)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


class _Weights:
    def __init__(self, writer: gguf.GGUFWriter, generator: np.random.Generator) -> None:
        self._writer = writer
        self._generator = generator

    def random(self, name: str, *shape: int, spread: float = 0.08) -> None:
        values = self._generator.standard_normal(shape) * spread
        self._writer.add_tensor(name, values.astype(np.float32))

    def ones(self, name: str, *shape: int) -> None:
        self._writer.add_tensor(name, np.ones(shape, np.float32))


def _qwen2(writer: gguf.GGUFWriter, weights: _Weights, layer: int) -> None:
    shared_heads, head = 2, WIDTH // HEADS
    if layer == 0:
        writer.add_head_count_kv(shared_heads)
    at = f"blk.{layer}."
    weights.ones(f"{at}attn_norm.weight", WIDTH)
    for name, size in (("q", HEADS * head), ("k", shared_heads * head), ("v", shared_heads * head)):
        weights.random(f"{at}attn_{name}.weight", size, WIDTH)
        weights.random(f"{at}attn_{name}.bias", size)
    weights.random(f"{at}attn_output.weight", WIDTH, HEADS * head)
    _dense(weights, at)


def _deepseek2(writer: gguf.GGUFWriter, weights: _Weights, layer: int) -> None:
    plain, turned, value, key_rank, query_rank, experts, used, expert_width = 16, 8, 16, 24, 32, 4, 2, 32
    if layer == 0:
        writer.add_head_count_kv(1)
        writer.add_leading_dense_block_count(1)
        writer.add_q_lora_rank(query_rank)
        writer.add_kv_lora_rank(key_rank)
        writer.add_key_length(key_rank + turned)
        writer.add_value_length(key_rank)
        writer.add_key_length_mla(plain + turned)
        writer.add_value_length_mla(value)
        writer.add_rope_dimension_count(turned)
        writer.add_expert_count(experts)
        writer.add_expert_used_count(used)
        writer.add_expert_shared_count(1)
        writer.add_expert_feed_forward_length(expert_width)
        writer.add_expert_weights_scale(1.0)
        writer.add_expert_weights_norm(True)
        writer.add_expert_gating_func(gguf.ExpertGatingFuncType.SIGMOID)
    at = f"blk.{layer}."
    weights.ones(f"{at}attn_norm.weight", WIDTH)
    weights.random(f"{at}attn_q_a.weight", query_rank, WIDTH)
    weights.ones(f"{at}attn_q_a_norm.weight", query_rank)
    weights.random(f"{at}attn_q_b.weight", HEADS * (plain + turned), query_rank)
    weights.random(f"{at}attn_kv_a_mqa.weight", key_rank + turned, WIDTH)
    weights.ones(f"{at}attn_kv_a_norm.weight", key_rank)
    weights.random(f"{at}attn_k_b.weight", HEADS, key_rank, plain)
    weights.random(f"{at}attn_v_b.weight", HEADS, value, key_rank)
    weights.random(f"{at}attn_output.weight", WIDTH, HEADS * value)
    if layer == 0:
        _dense(weights, at)
        return
    weights.ones(f"{at}ffn_norm.weight", WIDTH)
    weights.random(f"{at}ffn_gate_inp.weight", experts, WIDTH)
    weights.random(f"{at}exp_probs_b.bias", experts)
    for name, shape in (
        ("gate", (expert_width, WIDTH)),
        ("up", (expert_width, WIDTH)),
        ("down", (WIDTH, expert_width)),
    ):
        weights.random(f"{at}ffn_{name}_exps.weight", experts, *shape)
        weights.random(f"{at}ffn_{name}_shexp.weight", *shape)


def _dense(weights: _Weights, at: str) -> None:
    weights.ones(f"{at}ffn_norm.weight", WIDTH)
    weights.random(f"{at}ffn_gate.weight", FORWARD, WIDTH)
    weights.random(f"{at}ffn_up.weight", FORWARD, WIDTH)
    weights.random(f"{at}ffn_down.weight", WIDTH, FORWARD)


_LAYER = {"qwen2": _qwen2, "deepseek2": _deepseek2}


def _vocabulary(special: list[str]) -> tuple[list[str], list[int], list[str]]:
    """Every byte, some words with the merges that make them, and the marks."""
    letters = _letters()
    tokens = list(letters)
    merges: list[str] = []
    for word in WORDS:
        built = letters[word.encode()[0]]
        for byte in word.encode()[1:]:
            if built + letters[byte] not in tokens:
                merges.append(f"{built} {letters[byte]}")
                tokens.append(built + letters[byte])
            built += letters[byte]
    kinds = [int(gguf.TokenType.NORMAL)] * len(tokens)
    kinds += [int(gguf.TokenType.USER_DEFINED if "think" in mark else gguf.TokenType.CONTROL) for mark in special]
    return tokens + special, kinds, merges


def _letters() -> list[str]:
    """The letter that stands for each byte in vocabularies of this kind."""
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) if byte in shown else chr(256 + hidden.index(byte)) for byte in range(256)]
