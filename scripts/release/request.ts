// What the arguments of `deno task compile` ask for.

import { BuildFailure } from "./build_failure.ts";
import { isTarget, releaseName, suffixOf, type Target, TARGETS } from "./targets.ts";

/** An executable that is to be made. */
export interface Wanted {
  readonly target: Target;
  /** Name in dist/. */
  readonly name: string;
}

/** What a build is to make. */
export interface Request {
  readonly executables: readonly Wanted[];
  /** Whether the checksums and the list of contents of a release are made, too. */
  readonly isRelease: boolean;
  readonly hasBytecode: boolean;
  /** Whether bytecode is recorded by what emulates other systems, too. */
  readonly emulates: boolean;
  /** For deno compile. */
  readonly options: readonly string[];
}

const USAGE = "[--target TARGET | --all] [--no-bytecode] [--emulate] [-- OPTIONS OF deno compile]";

/** @param own the target of this machine */
export function readRequest(args: readonly string[], version: string, own: string): Request {
  const options: string[] = [];
  let target: string | null = null, isRelease = false, hasBytecode = true, emulates = false;
  const rest = [...args].reverse();
  let isForDeno = false;
  while (rest.length > 0) {
    const arg = rest.pop()!;
    if (arg === "--") isForDeno = true;
    else if (arg === "--all") isRelease = true;
    else if (arg === "--no-bytecode") hasBytecode = false;
    else if (arg === "--emulate") emulates = true;
    else if (arg === "--target") target = rest.pop() ?? "";
    else if (arg.startsWith("--target=")) target = arg.slice("--target=".length);
    else if (isForDeno) options.push(arg);
    else throw new BuildFailure(`there is no option '${arg}': ${USAGE}`);
  }
  if (isRelease && target !== null) {
    throw new BuildFailure("--all makes every target: leave out --target");
  }
  const executables = isRelease
    ? TARGETS.map((each) => ({ target: each, name: releaseName(version, each) }))
    : [target === null ? ownExecutable(own) : releaseExecutable(version, target)];
  return { executables, isRelease, hasBytecode, emulates, options };
}

function ownExecutable(own: string): Wanted {
  if (!isTarget(own)) throw unknownTarget(own);
  return { target: own, name: `ferry${suffixOf(own)}` };
}

function releaseExecutable(version: string, target: string): Wanted {
  if (!isTarget(target)) throw unknownTarget(target);
  return { target, name: releaseName(version, target) };
}

function unknownTarget(name: string): BuildFailure {
  return new BuildFailure(`there is no target '${name}': ${TARGETS.join(", ")}`);
}
