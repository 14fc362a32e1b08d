// One mirror of the fault trees in which one system call fails, and what became of it: did the run end,
// did it tell, does what stands under each name make sense, and does the next run put it right?

import { mirror, type RunOptions } from "../support/runs.ts";
import { ferryCommand } from "../support/ferry.ts";
import { sh } from "../support/safety.ts";
import { differences, type Snapshot, snapshot } from "../support/snapshot.ts";
import { faultPaths } from "./fault_tree.ts";

/** What is made to fail, in strace's words, and the flags of the run. */
export interface Fault {
  readonly call: string;
  /** `error=EIO` or `retval=0`. */
  readonly answer: string;
  /** Which of the thread's calls, as strace's `when`. */
  readonly when: string;
  readonly byPath: boolean;
  readonly flags: readonly string[];
  /** Further faults that steer the run to this call. */
  readonly also?: readonly string[];
}

/**
 * `exact`: exit 0 and the target is right, or a notice says what is not. `named`: exit 1 with a message. `stopped`: exit 4 with a message.
 * `refused`: exit 2, nothing touched. `unreached`: the call did not come so often. All else is a bug.
 */
export type Verdict = "exact" | "named" | "stopped" | "refused" | "unreached";

/** A verdict, or what is wrong with what ferry did. */
export interface Result {
  readonly verdict: Verdict | null;
  readonly problem: string;
}

/** Milliseconds; the runs take some 200. */
const HANGS_AFTER_MS = 30_000;

/** A folder with the trees in it and a target of its own. */
export class Bench {
  readonly #source: Snapshot;
  readonly #old: Snapshot;
  readonly #paths: string[];

  constructor(readonly dir: string) {
    this.#source = snapshot(`${dir}/s`);
    this.#old = snapshot(`${dir}/old`);
    this.#paths = faultPaths(dir, "t").flatMap((path) => ["-P", path]);
  }

  /** How often the busiest thread of a run without a fault makes each call. */
  async counts(flags: readonly string[], calls: readonly string[], byPath: boolean) {
    const { trace } = await this.#run(["-e", `trace=${calls.join(",")}`], byPath, flags);
    const counts = new Map<string, number>();
    for (const [key, lines] of Map.groupBy(trace, (line) => /^\d+ +\w+/.exec(line)?.[0] ?? "")) {
      const call = key.replace(/^\d+ +/, "");
      counts.set(call, Math.max(counts.get(call) ?? 0, lines.length));
    }
    return counts;
  }

  /** Runs ferry with the fault and judges it. */
  async judge(fault: Fault): Promise<Result> {
    const { call, answer, when, byPath, flags, also = [] } = fault;
    const all = [...also, `${call}:${answer}:when=${when}`];
    const calls = all.map((each) => each.slice(0, each.indexOf(":"))).join(",");
    const injections = all.flatMap((each) => ["-e", `inject=${each}`]);
    const run = await this.#run([...injections, "-e", `trace=${calls}`], byPath, flags);
    if (run.hangs) return wrong("it hangs");
    const hits = run.trace.filter((line) =>
      line.includes(` ${call}(`) && line.includes("(INJECTED)")
    );
    if (hits.length === 0) return { verdict: "unreached", problem: "" };
    const problem = this.#problemOf(run.code, run.stderr, flags) ?? await this.#afterwards();
    if (problem !== null) {
      return wrong(`${problem}\n  ${hits.join("\n  ")}\n  exit ${run.code}: ${run.stderr.trim()}`);
    }
    const verdicts: Record<number, Verdict> = {
      0: "exact",
      1: "named",
      2: "refused",
      4: "stopped",
      5: "named",
    };
    return { verdict: verdicts[run.code], problem: "" };
  }

  /** What is wrong with how the run ended and what it left, or null. */
  #problemOf(code: number, stderr: string, flags: readonly string[]): string | null {
    const target = snapshot(`${this.dir}/t`);
    if (/internal error|at file:|Uncaught/.test(stderr)) return "it crashed";
    if (code === 0) {
      const lines = differences(this.#source, target);
      // What cannot be read at all is told in a notice, and is no failure; nor is a copy in place of a hard link.
      const isTold = lines.every((line) =>
        (/^xattrs/.test(line) && /not kept/.test(stderr)) ||
        (/^hard links/.test(line) && /a copy, not a link|are copies, not links/.test(stderr))
      );
      return isTold ? null : `wrong success: ${lines.join("; ")}`;
    }
    if (![1, 2, 4, 5].includes(code)) return "no exit code of ferry's";
    if (!/\([A-Z_0-9]+\)|[A-Z]+_[A-Z]+/.test(stderr)) return "the error is not told";
    if (code === 2 && differences(this.#old, target).length > 0) {
      return "refused, but something was touched";
    }
    return flags.includes("--inplace") ? null : this.#halfFile(target);
  }

  /** A name of both trees that is gone, or a file whose contents are those of neither; null if there is none. */
  #halfFile(target: Snapshot): string | null {
    for (const [path, { contents, mode }] of target) {
      const known = [this.#source.get(path), this.#old.get(path)].map((entry) => entry?.contents);
      const isFile = (mode & 0o170000) === 0o100000;
      if (isFile && !path.includes(".ferry-") && !known.includes(contents)) {
        return `half a file: ${path}`;
      }
    }
    for (const [path, { mode }] of this.#old) {
      const isKept = this.#source.get(path)?.mode! >> 12 === mode >> 12;
      if (isKept && !target.has(path)) return `gone: ${path}`;
    }
    return null;
  }

  /** The next run puts everything right and leaves nothing of ferry's own. */
  async #afterwards(): Promise<string | null> {
    const { outcome, errors } = await mirror(
      `${this.dir}/s`,
      `${this.dir}/t`,
      {} satisfies RunOptions,
    );
    const lines = differences(this.#source, snapshot(`${this.dir}/t`));
    if (outcome === "done" && lines.length === 0) return null;
    return `the next run ends ${outcome}: ${
      [...errors.map(({ message }) => message), ...lines].join("; ")
    }`;
  }

  async #run(
    strace: readonly string[],
    byPath: boolean,
    flags: readonly string[],
  ): Promise<Run> {
    const { dir } = this;
    sh("rm -rf t; cp -a old t", dir);
    const child = new Deno.Command("strace", {
      args: [
        ...["-f", "-qq", "--seccomp-bpf", "-o", `${dir}/trace`, ...strace],
        ...(byPath ? this.#paths : []),
        ...[...ferryCommand(), "mirror", "-j1", ...flags, `${dir}/s`, `${dir}/t`],
      ],
      env: { NO_COLOR: "1" },
      stdout: "null",
      stderr: "piped",
    }).spawn();
    let hangs = false;
    const timer = setTimeout(() => {
      hangs = true;
      child.kill("SIGKILL"); // strace ends its tracees with it
    }, HANGS_AFTER_MS);
    const { code, stderr } = await child.output();
    clearTimeout(timer);
    const said = new TextDecoder().decode(stderr).split("\n")
      .filter((line) => !line.startsWith("/usr/bin/strace:")).join("\n");
    return { code, stderr: said, trace: Deno.readTextFileSync(`${dir}/trace`).split("\n"), hangs };
  }
}

interface Run {
  readonly hangs: boolean;
  readonly code: number;
  readonly stderr: string;
  readonly trace: readonly string[];
}

function wrong(problem: string): Result {
  return { verdict: null, problem };
}
