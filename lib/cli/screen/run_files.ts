// The files that a run writes beside its target: `--log-file` and `--errors-to`. They are opened before it begins; a run that
// is refused leaves them as they were.

import { formatCount } from "../sizes.ts";
import { systemError, usageError } from "../errors.ts";
import type { RunEvent } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import type { OwnFile } from "../../engine/roots/request.ts";
import { endOfPath } from "../../named_path.ts";
import type { Settings } from "../settings.ts";
import { endedEarly } from "./summary.ts";
import { BatchedFile } from "./batched_file.ts";
import { ErrorsList } from "./errors_list.ts";
import { type OpenedFile, openFile } from "./open_file.ts";
import { RunLog } from "./run_log.ts";

const LOG = "the log";
const ERRORS = "the names of what failed";

/** An open file, and what goes into it. */
interface Written {
  readonly what: string;
  readonly opened: OpenedFile;
  readonly batches: BatchedFile;
}

/** Whether a run writes such files. */
export function needsFiles({ output: { logFile, errorsTo } }: Settings): boolean {
  return logFile !== null || errorsTo !== null;
}

export class RunFiles {
  readonly #written: Written[] = [];
  readonly #log: RunLog | null = null;
  readonly #errors: ErrorsList | null = null;
  #errorsFile: Written | null = null;
  /** Whether the run ended before it came to all entries. */
  #isCutShort = false;

  /** Opens them. @throws {FerryError} `usage` */
  constructor(settings: Settings) {
    const { output: { logFile, errorsTo }, listsEndInNul } = settings;
    try {
      if (logFile !== null) {
        const { batches } = this.#open("--log-file", logFile, LOG);
        this.#log = new RunLog(settings, (lines) => batches.write(lines));
      }
      if (errorsTo !== null) {
        const { batches } = this.#errorsFile = this.#open("--errors-to", errorsTo, ERRORS, true);
        this.#errors = new ErrorsList(listsEndInNul, (names) => batches.write(names));
      }
      this.#refuseTwice(settings.manifest);
    } catch (error) {
      this.discard();
      throw error;
    }
    this.#log?.start();
  }

  /** What must not be among what is copied. */
  get ownFiles(): readonly OwnFile[] {
    return this.#written.map(({ what, opened }) => ({ what, path: endOfPath(opened.path).path }));
  }

  event(event: RunEvent): void {
    this.#log?.event(event);
    this.#errors?.event(event);
  }

  summary(summary: Summary, exitCode: number): void {
    this.#log?.summary(summary, exitCode);
    this.#isCutShort = endedEarly(summary);
  }

  /** The run was stopped before it had a summary. */
  stopped(message: string): void {
    this.#log?.failed(message);
  }

  /** Writes what waits, at once: the program ends. */
  flush(): void {
    for (const { batches } of this.#written) batches.flush();
  }

  /**
   * Writes the rest; what is to be said of it, a line each.
   *
   * @param hasRun false where nothing was tried: the names of an earlier run stay
   */
  end(
    hasRun: boolean,
  ): { readonly failures: readonly string[]; readonly notices: readonly string[] } {
    if (hasRun) this.#errorsFile?.batches.empty();
    const failures = this.#written.flatMap(({ what, opened: { path }, batches }) => {
      batches.close();
      if (batches.failure === null) return [];
      const { text, code } = systemError(batches.failure);
      return [`cannot write ${what} to '${path}': ${text} (${code})`];
    });
    this.#written.length = 0;
    return { failures, notices: this.#errors === null ? [] : this.#notices() };
  }

  /** Leaves them as they were. */
  discard(): void {
    for (const { batches, opened: { path, isNew } } of this.#written) {
      batches.discard();
      // A link to it that was there before stays.
      if (isNew && isEmpty(path)) Deno.removeSync(Deno.realPathSync(path));
    }
    this.#written.length = 0;
  }

  #open(option: string, path: string, what: string, isToBeEmptied = false): Written {
    const opened = openFile(option, path, what);
    const written = { what, opened, batches: new BatchedFile(opened.file, isToBeEmptied) };
    this.#written.push(written);
    return written;
  }

  /** One file cannot hold two things. */
  #refuseTwice(manifest: string | null): void {
    const infos = this.#written.map(({ opened: { file } }) => file.statSync());
    const list = manifest === null || manifest === "-" ? null : statOf(manifest);
    if (list !== null) infos.push(list);
    const isTwice = infos.some((a, i) =>
      infos.slice(i + 1).some((b) => a.ino !== null && a.ino === b.ino && a.dev === b.dev)
    );
    if (!isTwice) return;
    throw usageError("CONFLICT", "--log-file, --errors-to and --manifest take a FILE each");
  }

  /** What is to be said of the names of what failed. */
  #notices(): string[] {
    const count = this.#errors!.unwritten;
    const file = `'${this.#errorsFile!.opened.path}'`;
    const names = count === 1
      ? "1 name with a line end is"
      : `${formatCount(count)} names with line ends are`;
    return [
      ...count > 0 ? [`${names} not in ${file}: --from0 ends names in NUL`] : [],
      ...this.#isCutShort
        ? [`${file} lacks what the run did not come to: run the whole command again`]
        : [],
    ];
  }
}

function isEmpty(path: string): boolean {
  return statOf(path)?.size === 0;
}

function statOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}
