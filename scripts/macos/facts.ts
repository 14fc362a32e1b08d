// Asks a C compiler that has Apple's headers for every number that ferry takes from them. On a Mac:
//
//   deno run -A scripts/macos/facts.ts --check cc
//
// compares them with ferry's own. Elsewhere a cross compiler that ships the headers writes the table
// that the tests use:
//
//   deno run -A scripts/macos/facts.ts --write zig cc

import { expectedFacts, factsOf } from "../../tests/support/darwin_facts.ts";

const TABLE = new URL("../../tests/support/darwin_facts.json", import.meta.url);

const [mode, ...compiler] = Deno.args;
if (mode === "--check" && compiler.length > 0) await check();
else if (mode === "--write" && compiler.length > 0) await write();
else {
  console.error("usage: facts.ts --check COMPILER… | --write COMPILER…");
  Deno.exit(2);
}

async function check(): Promise<void> {
  const { values } = await factsOf(compiler);
  const expected = expectedFacts();
  const names = Object.keys(expected);
  const wrong = names.filter((name) => values[name] !== expected[name]);
  for (const name of wrong) {
    console.log(`${name}: ferry has ${expected[name]}, the headers ${values[name]}`);
  }
  console.log(`${names.length - wrong.length} of ${names.length} as in the headers`);
  Deno.exit(wrong.length === 0 ? 0 : 1);
}

async function write(): Promise<void> {
  const version = await new Deno.Command(compiler[0], { args: ["version"], stderr: "null" })
    .output();
  const facts = {
    source: `Apple's headers as ${compiler[0].split("/").at(-1)} ${
      new TextDecoder().decode(version.stdout).trim()
    } ships them, and its compiler`,
    machines: {
      x86_64: await factsOf([...compiler, "-target", "x86_64-macos"]),
      aarch64: await factsOf([...compiler, "-target", "aarch64-macos"]),
    },
  };
  await Deno.writeTextFile(TABLE, JSON.stringify(facts, null, 1) + "\n");
}
