// `--exec`: what comes after a run. ferry becomes the command, or runs it where it cannot, and only after success.

import { type Becoming, prepareToBecome } from "../../../ffi/become.ts";
import { errnoName } from "../../../ffi/errno_names.ts";
import { usageError } from "../errors.ts";
import { EXIT, exitCodeOfSignal } from "../exit_codes.ts";
import { quotePath } from "../quote.ts";
import { failureLines, noticeLine } from "../screen/lines.ts";
import type { Screen } from "../screen/terminal.ts";
import type { Settings } from "../settings.ts";
import { concatAll, decodeLossy, toBytes } from "../text.ts";
import { isFolder } from "../../is_folder.ts";
import { exists, HAS_DRIVES } from "../arguments/typed_paths.ts";
import { isGranted } from "../../../ffi/permission.ts";
import { runChild, type StartFailure } from "./child.ts";
import { listenForStop, type StopSignals, tryToListen } from "./signals.ts";

/** A runtime that hears a signal later than this is not waited for. */
const MARK_LIMIT_MS = 1000;

/** What follows a run. */
export interface Successor {
  /**
   * Starts the command, if the run ended well; all of ferry's own output must have been written.
   *
   * @param exitCode the run's
   * @returns the exit code, where ferry has not become another program
   */
  follow(exitCode: number, screen: Screen): Promise<number>;
}

/**
 * Makes ready, before anything is touched and before anything listens to signals.
 *
 * @param words the command and its arguments
 * @throws {FerryError} `usage` where ferry may not start it
 */
export function prepareSuccessor(
  words: readonly string[],
  { options, output }: Settings,
): Successor {
  const becoming = prepareToBecome();
  if (becoming === null) checkPermission(words[0]);
  // From now on, so that a signal which comes when the run is over is not lost. A second one is the run's to hear.
  const stop = listenForStop(() => {});
  return {
    async follow(exitCode, { painter, stderr }) {
      const tell = (lines: string) => {
        painter.err(lines);
        painter.close();
      };
      const command = shown(words.slice(0, 1), stderr.terminal);
      const decline = (code: number) => {
        tell(failureLines(`${command} was not started: the exit code is ${code}`, null, stderr));
        return code;
      };
      if (exitCode !== EXIT.done) return decline(exitCode);
      if (options.dryRun) {
        const message = `would become ${shown(words, stderr.terminal)}`;
        if (!output.quiet) tell(noticeLine({ type: "notice", message }, stderr));
        return exitCode;
      }
      const started = becoming === null
        ? await runChild(words, stop)
        : await become(words, becoming, stop);
      if (typeof started === "number") return started;
      if (started === "stopped") return decline(exitCodeOfSignal(stop.received!));
      const { code, text } = started;
      const message = `cannot start ${command}: ${text} (${code})`;
      tell(failureLines(message, adviceOn(code, words[0]), stderr));
      return code === "ENOENT" ? EXIT.notFound : EXIT.notStarted;
    },
  };
}

/** Returns only if a signal came first, or the command could not be started. */
async function become(
  words: readonly string[],
  becoming: Becoming,
  stop: StopSignals,
): Promise<StartFailure | "stopped"> {
  const heardAll = markHeard();
  becoming.restoreSignals();
  await heardAll;
  if (stop.received !== null) return "stopped";
  const { errno, text } = becoming.become(words);
  return { code: errnoName(errno), text };
}

/** Resolves once the signal that `restoreSignals` raises is heard, and with it all before. */
async function markHeard(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, MARK_LIMIT_MS);
  if (tryToListen("SIGXFSZ", resolve)) await promise;
  clearTimeout(timer);
  // What was caught in the same moment is heard in the same turn of the event loop, before or after.
  await new Promise((resolve) => setTimeout(resolve));
}

function checkPermission(command: string): void {
  if (isGranted({ name: "run", command })) return;
  throw usageError(
    "NO_PERMISSION",
    `--exec may not start '${command}'`,
    "--allow-ffi allows it, and --allow-run does, which makes it a child of ferry's",
  );
}

/** Words as a shell would take them, nearly. */
function shown(words: readonly string[], terminal: boolean): string {
  const quoted = words.map((word) => quotePath(word, terminal));
  return decodeLossy(toBytes(concatAll(quoted.flatMap((word, at) => at > 0 ? [" ", word] : word))));
}

function adviceOn(code: string, command: string): string | null {
  const isPath = command.includes("/") || (HAS_DRIVES && command.includes("\\"));
  switch (code) {
    case "ENOENT":
      if (!isPath) return "no folder in PATH has it; a path needs a slash: ./NAME";
      return exists(command) ? "it is there, but not the loader or interpreter it names" : null;
    case "EACCES":
      if (isFolder(command)) return "it is a folder";
      return "it needs the right to be executed (chmod +x), on a file system without noexec";
    case "ENOEXEC":
      return "it is no program for this machine";
    default:
      return null;
  }
}
