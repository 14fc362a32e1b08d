// The text of THIRD_PARTY.md.

import { join } from "@std/path";
import { dependenciesOf, type Dependency, infoOf } from "./dependencies.ts";
import { DENO, type EmbeddedPart, OTHER_PARTS, V8 } from "./embedded.ts";

/** @param root of the clone */
export function licenseList(root: string): string {
  const main = join(root, "main.ts"), lock = join(root, "deno.lock");
  const used = new Set(infoOf(main, lock).modules.flatMap(({ npmPackage }) => npmPackage ?? []));
  const own = dependenciesOf(lock, main);
  const tests = dependenciesOf(join(root, "tests/deno.lock"), join(root, "tests/cli/parse_test.ts"))
    .filter(({ name, version }) => !own.some((it) => it.name === name && it.version === version));
  const isUsed = ({ name, version }: Dependency) => used.has(`${name}@${version}`);
  return [
    "# What others made",
    "",
    "Written by `deno task licenses`, from the lock files and from what the packages say themselves.",
    "ferry itself is under the [MIT licence](LICENSE).",
    "",
    "## In each executable",
    "",
    "`ferry --version --verbose` tells the versions of Deno and V8. A release's `ferry-VERSION.cdx.json`",
    "lists the Rust packages, too.",
    "",
    ...table(["part", "licence", "what it is"], [DENO, V8, ...OTHER_PARTS].map(rowOfPart)),
    "",
    "## Packages that ferry uses",
    "",
    ...tableOf(own.filter(isUsed)),
    "",
    "## Packages for building and measuring",
    "",
    "No line of these is in an executable, nor loaded by a run from source.",
    "",
    ...tableOf(own.filter((it) => !isUsed(it))),
    "",
    "## Packages for tests alone",
    "",
    ...tableOf(tests),
    "",
  ].join("\n");
}

function rowOfPart({ name, license, what }: EmbeddedPart): string[] {
  return [name, license, what];
}

function tableOf(dependencies: readonly Dependency[]): string[] {
  if (dependencies.length === 0) return ["None."];
  const rows = dependencies.map(({ registry, name, version, license, integrity }) => [
    `${registry}:${name}`,
    version,
    license,
    `\`${integrity}\``,
  ]);
  return table(["package", "version", "licence", "integrity"], rows);
}

/** As deno fmt lays it out. */
function table(head: readonly string[], rows: readonly string[][]): string[] {
  const widths = head.map((title, at) =>
    Math.max(title.length, ...rows.map((cells) => cells[at].length))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
