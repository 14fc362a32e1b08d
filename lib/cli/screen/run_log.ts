// `--log-file`: a line with the time for each event of a run but its progress. Names are quoted as on a terminal, so that
// each event is one line.

import type { RunEvent } from "../../events.ts";
import type { Summary } from "../../summary.ts";
import { formattedLine } from "./formatted.ts";
import { jsonDifference, jsonError, jsonOperation, jsonStart, jsonSummary } from "./json.ts";
import { differenceLine, errorLine, noticeLine, operationLine } from "./lines.ts";
import { summaryLine } from "./summary.ts";
import type { Style } from "./terminal.ts";
import { jsonLine } from "../json_line.ts";
import { barePath, escapeText } from "../quote.ts";
import type { Settings } from "../settings.ts";
import { concat, type Text } from "../text.ts";

const plain = (text: string) => text;
const STYLE: Style = { terminal: true, red: plain, yellow: plain };

export class RunLog {
  readonly #root: string;

  /** @param write is given whole lines */
  constructor(
    private readonly settings: Settings,
    private readonly write: (lines: Text) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.#root = settings.sources[0];
  }

  /** What was asked for. */
  start(): void {
    const { command, sources, dest, options, output } = this.settings;
    const paths = [...sources, dest].map((path) => `'${escapeText(path)}'`).join(" ");
    if (!output.json) this.#add(`ferry ${command}${options.dryRun ? " --dry-run" : ""} ${paths}\n`);
    this.#object(jsonStart(this.settings, this.now()));
  }

  event(event: RunEvent): void {
    const line = this.settings.output.json ? this.#json(event) : this.#text(event);
    if (line !== null) this.#add(line);
  }

  /** What the run came to. */
  summary(summary: Summary, exitCode: number): void {
    this.#object(jsonSummary(summary, exitCode));
    if (!this.settings.output.json) this.#add(summaryLine(summary));
  }

  /** Why the run ended before its summary. */
  failed(message: string): void {
    const { json } = this.settings.output;
    this.#add(
      json ? jsonLine({ type: "stopped", message }) : `ferry: ${escapeText(message)}\n`,
    );
  }

  #text(event: RunEvent): Text | null {
    const { logFormat } = this.settings.output;
    switch (event.type) {
      case "operation": {
        if (logFormat === null) {
          const { dryRun } = this.settings.options;
          return operationLine(event, { root: this.#root, terminal: true, dryRun });
        }
        const shown = {
          root: this.#root,
          show: (name: Text) => barePath(name, true),
          now: this.now,
        };
        return concat(formattedLine(event, logFormat, shown), "\n");
      }
      case "difference":
        return differenceLine(event, this.#root, true);
      case "error":
        return errorLine(event, STYLE);
      case "notice":
        return noticeLine(event, STYLE);
      default:
        return null;
    }
  }

  #json(event: RunEvent): string | null {
    switch (event.type) {
      case "operation":
        return jsonOperation(event, this.#root);
      case "difference":
        return jsonDifference(event, this.#root);
      case "error":
        return jsonError(event);
      case "notice":
        return jsonLine(event);
      default:
        return null;
    }
  }

  /** What `ferry report` reads. A tab is in front, which no name in a line has: none can pass for one. */
  #object(line: string): void {
    if (this.settings.output.json) return this.#add(line);
    this.write(`${this.#time()}\t${line}`);
  }

  #time(): string {
    return new Date(this.now()).toISOString();
  }

  /** Puts the time in front. */
  #add(line: Text): void {
    const time = this.#time();
    if (this.settings.output.json) this.write(`{"time":"${time}",${(line as string).slice(1)}`);
    else this.write(concat(`${time} `, line));
  }
}
