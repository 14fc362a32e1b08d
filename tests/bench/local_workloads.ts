// The table of workloads of scripts/bench_local.sh and scripts/windows/bench.ps1, for the tests.

const TABLE = new URL("../../scripts/bench/workloads.psv", import.meta.url);

/** One record a line, by the names of its first line. */
export function localWorkloads(): Record<string, string>[] {
  const [names, ...rows] = Deno.readTextFileSync(TABLE).trimEnd().split("\n")
    .map((line) => line.split("|"));
  return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])));
}
