"""Writes a student as small integers: `export.py STUDENT BASE OUT --name NAME --rules FILE`."""

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from join import SIGNS

# As in `antecedents.rs` and `belief.rs`.
ANTECEDENT_SIGNS, BELIEF_SIGNS = 82, 13
# As in `network.rs`: what 0 is kept as, steps from 0 to 1, and what one of a table's small integers is.
ZERO, STEPS, UNIT = 64, 63, 1 / 1024


def integers(weight):
    """Rows of weights as −127…127 and the scale of each row."""
    scale = weight.abs().amax(1).clamp(min=1e-8) / 127
    return (weight / scale[:, None]).round().to(torch.int8), scale


def linear(tables, name, weight, bias):
    rows, scale = integers(weight)
    tables[f"{name}.weight"], tables[f"{name}.scale"], tables[f"{name}.bias"] = rows, scale, bias


def export(path, base):
    saved = torch.load(path)
    state = saved["state"]
    tables = {}
    letters = (base / "vocab.txt").read_bytes().rstrip(b"\n")
    tables["vocabulary"] = torch.frombuffer(bytearray(letters), dtype=torch.uint8).clone()
    pieces = state["pieces.weight"]
    size = pieces.abs().amax(1).clamp(min=1e-8)
    tables["pieces"] = ((pieces / size[:, None] * STEPS).round() + ZERO).to(torch.uint8)
    tables["pieces.scale"] = size
    sides = ["", "_reverse"]
    fold = torch.cat([state[f"lstm.weight_ih_l0{side}"] for side in sides])
    linear(tables, "fold", fold, torch.zeros(len(fold)))
    rows = [state[f"features.{number}.weight"] for number in range(5)]
    # The last row of each but the last stands for no piece at all.
    features = torch.cat([table[:-1] for table in rows[:4]] + [rows[4][:2]])
    tables["features"] = (features @ fold.T / UNIT).round().clamp(-32767, 32767).to(torch.int16)
    for layer in range(saved["layers"]):
        for side, name in zip(sides, ["forward", "backward"]):
            weight = state[f"lstm.weight_hh_l{layer}{side}"]
            if layer:
                weight = torch.cat([state[f"lstm.weight_ih_l{layer}{side}"], weight], 1)
            bias = state[f"lstm.bias_ih_l{layer}{side}"] + state[f"lstm.bias_hh_l{layer}{side}"]
            linear(tables, f"layer{layer}.{name}", weight, bias)
    linear(tables, "out", state["out.weight"], state["out.bias"])
    tables["crf.moves"] = state["crf.transition"]
    tables["crf.ends"] = torch.stack([state["crf.first"], state["crf.last"]])
    # Learned later, by join.py, antecedents.py and believe.py.
    tables["joining.cue"], tables["joining.mention"] = torch.zeros(SIGNS), torch.zeros(SIGNS)
    tables["antecedents"], tables["belief"] = torch.zeros(ANTECEDENT_SIGNS), torch.zeros(BELIEF_SIGNS)
    return {name: table.contiguous() for name, table in tables.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("student", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--name", required=True)
    parser.add_argument("--rules", type=Path, required=True)
    args = parser.parse_args()
    tables = export(args.student, args.base)
    rules = json.dumps(json.loads(args.rules.read_text()), separators=(",", ":"))
    metadata = {"format": "whosaid-model", "version": "1", "name": args.name, "rules": rules}
    save_file(tables, args.out, metadata)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
