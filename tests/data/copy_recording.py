"""Copies a checkpoint with some of its recorded cases: python3 copy_recording.py SOURCE TARGET CASE…

SOURCE is a folder with config.json, weights, tokenizer files and reference/manifest.json; TARGET gets the same with only
the named cases in the manifest and only the files that these need.
"""
import json
import shutil
import sys
from pathlib import Path


def files_of(value):
    """Every "file" and "caption_file" below a manifest entry."""
    if isinstance(value, dict):
        for key, entry in value.items():
            if key in ("file", "caption_file"):
                yield entry
            else:
                yield from files_of(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from files_of(entry)


def main():
    source, target, wanted = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
    manifest = json.loads((source / "reference/manifest.json").read_text())
    manifest["cases"] = [case for case in manifest["cases"] if case["name"] in wanted]
    if len(manifest["cases"]) != len(wanted):
        sys.exit(f"not all of {wanted} are recorded in {source}")
    target.mkdir(parents=True, exist_ok=True)
    for path in source.iterdir():
        if path.is_file():
            shutil.copyfile(path, target / path.name)
    for name in {*files_of(manifest["cases"])}:
        copy = target / "reference" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / "reference" / name, copy)
    (target / "reference/manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
