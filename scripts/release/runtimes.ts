// Where the runtimes come from that deno compile puts into executables: from a variable, from a folder,
// or, where neither names one, from Deno's own host, which deno compile asks by itself. What is missing is
// found before anything is made.

import { join } from "@std/path";
import { isFile } from "../support/exists.ts";
import { BuildFailure } from "./build_failure.ts";
import { inspectRuntime, type RuntimeFacts } from "./inspect_runtime.ts";
import { runtimeVariable, type Target } from "./targets.ts";

/** A runtime that is here. */
export interface GivenRuntime extends RuntimeFacts {
  readonly path: string;
}

/**
 * The runtime that was given for a target; null where Deno is to fetch it.
 *
 * @param isOnly whether no other target is made
 * @throws {BuildFailure} where what was given does not fit
 */
export function givenRuntime(
  target: Target,
  isOnly: boolean,
  variables: Readonly<Record<string, string>> = Deno.env.toObject(),
): GivenRuntime | null {
  const own = variables[runtimeVariable(target)];
  if (own) return fitting(own, target, runtimeVariable(target));
  const folder = variables.FERRY_RUNTIMES;
  if (folder) {
    const path = [target, `${target}.exe`].map((name) => join(folder, name)).find(isFile);
    if (path !== undefined) return fitting(path, target, "FERRY_RUNTIMES");
  }
  // Which system it is for is not in the variable's name: among several targets it is not meant for each.
  const any = variables.DENORT_BIN;
  if (!any) return null;
  const runtime = { ...inspectRuntime(any), path: any };
  if (runtime.target === target) return runtime;
  if (isOnly) throw unfit(runtime, target, "DENORT_BIN");
  return null;
}

function fitting(path: string, target: Target, variable: string): GivenRuntime {
  const runtime = { ...inspectRuntime(path), path };
  if (runtime.target !== target) throw unfit(runtime, target, variable);
  return runtime;
}

function unfit({ path, target }: GivenRuntime, wanted: Target, variable: string): BuildFailure {
  return new BuildFailure(
    `${wanted}: '${path}', which ${variable} names, is the runtime of ${
      target ?? "another system"
    }`,
  );
}

/**
 * What is said where a runtime can neither be found here nor fetched.
 *
 * @param folder what FERRY_RUNTIMES names
 */
export function missingRuntime(
  target: Target,
  folder: string | undefined = Deno.env.get("FERRY_RUNTIMES"),
): string {
  const inFolder = folder
    ? `FERRY_RUNTIMES='${folder}' has no file '${target}'`
    : `FERRY_RUNTIMES=FOLDER a folder with a file '${target}'`;
  return `${target}: Deno's runtime could not be downloaded: ` +
    `${runtimeVariable(target)}=/path/to/denort names one that is here, ${inFolder}`;
}
