// Turns the events of a run into lines on the right stream, as the settings want them: the one place
// that decides what is printed under `-v`, `-i`, `-q` and `--json`.

import { sameBytes } from "../../../ffi/mod.ts";
import { adviceOn } from "../../advice.ts";
import type {
  DifferenceEvent,
  ErrorEvent,
  OperationEvent,
  ProgressEvent,
  RunEvent,
} from "../../events.ts";
import type { Summary } from "../../summary.ts";
import type { RunFiles } from "./run_files.ts";
import { textWidth } from "../columns.ts";
import { type LineFormat, parseLineFormat } from "../line_format.ts";
import { barePath } from "../quote.ts";
import { printsOperations, type Settings } from "../settings.ts";
import { concat, type Text } from "../text.ts";
import { formattedLine } from "./formatted.ts";
import { itemizedLine } from "./itemize.ts";
import { jsonDifference, jsonError, jsonOperation, jsonProgress, jsonSummary } from "./json.ts";
import { differenceLine, entryPath, errorLine, noticeLine, operationLine } from "./lines.ts";
import { Outlooks } from "./outlooks.ts";
import { RateMeter } from "./progress.ts";
import { errorCountLine, statsBlock, summaryLine } from "./summary.ts";
import { isPlan, planText } from "./plan.ts";
import type { Screen } from "./terminal.ts";

/** Prints one run. */
export class Reporter {
  readonly #settings: Settings;
  readonly #screen: Screen;
  #rate = new RateMeter();
  readonly #outlooks = new Outlooks();
  /** How an operation on the root itself is shown. */
  readonly #root: string;
  /** The advice that was given: once a run is enough. */
  readonly #advised = new Set<string>();

  readonly #printsOperations: boolean;
  /** What `--print0` prints of an operation; read from its text only then. */
  readonly #print0Format: LineFormat | null;

  /** @param files that get the events, too */
  constructor(settings: Settings, screen: Screen, private readonly files: RunFiles | null = null) {
    this.#settings = settings;
    this.#screen = screen;
    this.#root = settings.sources[0];
    this.#printsOperations = printsOperations(
      settings.output,
      settings.command,
      settings.options,
    );
    const { print0, format, itemize } = settings.output;
    this.#print0Format = print0 ? format ?? parseLineFormat(itemize ? "%i %n" : "%n") : null;
  }

  /** Prints an event; what `onEvent` of a run is. */
  readonly onEvent = (event: RunEvent): void => {
    this.files?.event(event);
    switch (event.type) {
      case "operation":
        return this.#operation(event);
      case "difference":
        return this.#difference(event);
      case "error":
        return this.#error(event);
      case "progress":
        return this.#progress(event);
      case "notice":
        if (!this.#settings.output.quiet) {
          this.#screen.painter.err(noticeLine(event, this.#screen.stderr));
        }
    }
  };

  /** Prints what the run came to. */
  summary(summary: Summary, exitCode: number): void {
    const { painter } = this.#screen;
    const { json, quiet, stats, print0 } = this.#settings.output;
    this.files?.summary(summary, exitCode);
    painter.close();
    const lines = () => this.#summaryText(summary) + (stats ? statsBlock(summary) : "");
    if (json) painter.out(jsonSummary(summary, exitCode));
    // Names alone are on standard output then.
    else if (print0) painter.err(lines());
    else if (!quiet) painter.out(lines());
    painter.err(errorCountLine(summary));
  }

  #summaryText(summary: Summary): string {
    if (!isPlan(summary)) return summaryLine(summary);
    const { terminal } = this.#screen.stdout;
    return planText(summary, { columns: textWidth(), terminal });
  }

  #operation(event: OperationEvent): void {
    if (!this.#printsOperations) return;
    const { painter } = this.#screen;
    if (this.#settings.output.json) painter.out(jsonOperation(event, this.#root));
    else painter.out(this.#operationText(event));
  }

  #operationText(event: OperationEvent): Text {
    const { itemize, format } = this.#settings.output;
    const { terminal } = this.#screen.stdout;
    const print0Format = this.#print0Format;
    const show = (name: Text) => print0Format !== null ? name : barePath(name, terminal);
    const shown = { root: this.#root, show, now: Date.now };
    if (print0Format !== null) return concat(formattedLine(event, print0Format, shown), "\0");
    if (format !== null) return concat(formattedLine(event, format, shown), "\n");
    if (itemize) return concat(itemizedLine(event, this.#root, terminal), "\n");
    const { dryRun } = this.#settings.options;
    return operationLine(event, { root: this.#root, terminal, dryRun });
  }

  #difference(event: DifferenceEvent): void {
    const { painter, stdout } = this.#screen;
    const { json, quiet, print0 } = this.#settings.output;
    if (json) painter.out(jsonDifference(event, this.#root));
    else if (print0) this.#differingName(event);
    else if (!quiet) painter.out(differenceLine(event, this.#root, stdout.terminal));
  }

  /** The name of what differs, once: several differences of an entry come one after the other. */
  #differingName(event: DifferenceEvent): void {
    if (this.#lastDiffering !== null && sameBytes(event.path, this.#lastDiffering)) return;
    this.#lastDiffering = event.path;
    this.#screen.painter.out(concat(entryPath(event, this.#root), "\0"));
  }
  #lastDiffering: Uint8Array | null = null;

  /** Errors are named on stderr even when stdout has them as JSON. */
  #error(event: ErrorEvent): void {
    const { painter, stderr } = this.#screen;
    if (this.#settings.output.json) painter.out(jsonError(event));
    painter.err(errorLine(event, stderr));
    // What ferry itself refuses says why.
    if (event.syscall === null) return;
    const advice = adviceOn(event.code, event.syscall, event.fatal, this.#deletesLast);
    if (advice === null || this.#advised.has(advice)) return;
    this.#advised.add(advice);
    painter.err(`ferry: ${advice}\n`);
  }

  /** Whether deletions in the end will make room: backups keep what is deleted. */
  get #deletesLast(): boolean {
    const { delete: deletes, swap, backup, suffix, backupDir } = this.#settings.options;
    return deletes && !swap && !backup && suffix === null && backupDir === null;
  }

  #progress(event: ProgressEvent): void {
    const { outlook, isNew } = this.#outlooks.add(event);
    if (isNew) this.#rate = new RateMeter();
    const bytesPerSecond = this.#rate.add(event.durationMs, this.#bytesMoved(event));
    const { painter, progress } = this.#screen;
    const { command, options: { dryRun } } = this.#settings;
    const isDryRun = dryRun || command === "plan";
    const state = { ...event, ...outlook, bytesPerSecond, isDryRun };
    if (progress === "json") painter.out(jsonProgress(state));
    else painter.progress(state);
  }

  /** What the speed is of. A file that needs no copy has none, but verify reads each. */
  #bytesMoved({ bytesVerified, bytesCopied, bytesShared }: ProgressEvent): number {
    return this.#settings.command === "verify" ? bytesVerified : bytesCopied + bytesShared;
  }
}
