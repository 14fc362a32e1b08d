// Runs scripts/bench_local.sh at a tiny size and reads its result as `deno task bench --report` would.

import { fromFileUrl } from "@std/path";
import { type Outcome, type Series } from "../../bench/outcome.ts";
import { read, type Result } from "../../bench/results.ts";
import { ferryCommand } from "../support/ferry.ts";

const SCRIPT = fromFileUrl(new URL("../../scripts/bench_local.sh", import.meta.url));

/** What a run of the script left. */
export interface LocalRun {
  readonly result: Result;
  readonly messages: string;
}

/** An executable ferry for the script, which takes no command line. */
export function writeFerry(folder: string): string {
  const words = ferryCommand().map((word) => `'${word}'`).join(" ");
  return writeScript(`${folder}/ferry`, `exec ${words} "$@"`);
}

/** Writes a shell script that can be started; gives its path. */
export function writeScript(path: string, text: string): string {
  Deno.writeTextFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}

/** @throws {Error} with the script's words, if it fails */
export async function benchLocal(
  folder: string,
  ferry: string,
  env: Record<string, string>,
  ...args: string[]
): Promise<LocalRun> {
  const output = `${folder}/results/result.json`;
  const { code, stderr } = await new Deno.Command("bash", {
    args: [SCRIPT, "--ferry", ferry, "--folder", folder, "--output", output, ...args],
    env,
    stdout: "inherit",
    stderr: "piped",
  }).output();
  const messages = new TextDecoder().decode(stderr);
  if (code !== 0) throw new Error(`exit ${code}\n${messages}`);
  return { result: read(output), messages };
}

/** Of one workload. */
export function outcomeOf({ result }: LocalRun, workload: string): Outcome {
  return result.outcomes.find((one) => one.workload === workload)!;
}

/** Of one program in one workload. */
export function seriesOf(run: LocalRun, workload: string, program: string): Series {
  return outcomeOf(run, workload).series.find((one) => one.program === program)!;
}
