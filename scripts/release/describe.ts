// What lies beside the executables of a release: the list of what is inside, and the checksums.

import { dirname, join } from "@std/path";
import { checksumList, sha256 } from "./checksums.ts";
import type { Commit } from "./commit.ts";
import { dependenciesOf, infoOf } from "./dependencies.ts";
import { cratesIn, inspectRuntime } from "./inspect_runtime.ts";
import { billOfMaterials, type Release } from "./sbom.ts";

/** Writes both beside the executables; their paths. */
export async function describeRelease(
  root: string,
  version: string,
  commit: Commit | null,
  executables: readonly string[],
): Promise<string[]> {
  const folder = dirname(executables[0]);
  const bill = join(folder, `ferry-${version}.cdx.json`), list = join(folder, "SHA256SUMS");
  const release = await releaseOf(root, version, commit, executables);
  Deno.writeTextFileSync(bill, await billOfMaterials(release));
  Deno.writeTextFileSync(list, await checksumList([...executables, bill]));
  return [bill, list];
}

async function releaseOf(
  root: string,
  version: string,
  commit: Commit | null,
  executables: readonly string[],
): Promise<Release> {
  const program = join(root, "scripts/executable/program.ts"), lock = join(root, "deno.lock");
  const files = [];
  for (const path of executables) files.push({ path, sha256: await sha256(path) });
  const runtimes = executables.map(inspectRuntime);
  const specifiers = infoOf(program, lock).modules.map(({ specifier }) => specifier);
  return {
    version,
    commit: commit?.name ?? null,
    time: commit?.time ?? null,
    files,
    deno: sorted(runtimes.map(({ deno }) => deno)),
    v8: sorted(runtimes.map(({ v8 }) => v8)),
    crates: sorted(executables.flatMap(cratesIn).map((crate) => JSON.stringify(crate)))
      .map((text) => JSON.parse(text)),
    dependencies: dependenciesOf(lock, program).map((dependency) => ({
      ...dependency,
      isEmbedded: specifiers.some((one) => isOf(dependency, one)),
    })),
  };
}

/** Whether a module is a package's, by its specifier: `npm:/name@version/…`, or an address on JSR. */
function isOf({ name, version }: { name: string; version: string }, specifier: string): boolean {
  return specifier.startsWith(`npm:/${name}@${version}/`) ||
    (specifier.startsWith("http") && specifier.includes(`/${name}/${version}/`));
}

/** Each once, in order. */
function sorted(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}
