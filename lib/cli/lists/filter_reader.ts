// Joins the filter rules of the command line and of the files that it names, in the order typed.

import { appendAll } from "../../append_all.ts";
import { FerryError, UsageError } from "../../errors.ts";
import type { FilterRule, RuleFormat, RuleSide } from "../../filter_rules.ts";
import { addFilterLine, addFilterRule } from "../../plan/filter.ts";
import { CVS_FILES, cvsRules } from "../../plan/rules/known_rules.ts";
import { type MergeFile, parseRule } from "../../plan/rules/parse_rule.ts";
import { rulesOfLine } from "../../plan/rules/rule_lines.ts";
import { usageError } from "../errors.ts";
import { isInReach } from "../in_reach.ts";
import { type List, nameOf, readList } from "./list_reader.ts";
import type { FilterInput } from "../settings.ts";
import { decodeLossy } from "../text.ts";
import { settingsVariable, variable } from "../variable.ts";

/** Files of rules that name each other, at most: one that names itself would have no end. */
const DEEPEST = 16;

/** Where a rule is read. */
interface Origin {
  /** How many files name each other on the way to it. */
  readonly depth: number;
  /** For messages; empty for the command line. */
  readonly prefix: string;
}

export class FilterReader {
  /** Those of the source that is being read: a line ! forgets them. */
  readonly rules: FilterRule[] = [];
  /** Those of stronger sources. */
  readonly #before: FilterRule[] = [];

  /** @param signal ends it: what is then thrown is its reason */
  constructor(private readonly endsInNul: boolean, private readonly signal: AbortSignal) {}

  /** Adds the rules of one option. @throws {FerryError} `usage` */
  async add(input: FilterInput): Promise<void> {
    switch (input.kind) {
      case "rule":
        return addFilterRule(this.rules, input.text, input.include);
      case "any case":
        this.rules.push({ include: input.include, pattern: input.text, ignoresCase: true });
        return;
      case "file": {
        const add = (line: Uint8Array) =>
          addFilterLine(this.rules, decodeLossy(line), input.include);
        return await readList(this.#list(input.path), this.signal, add);
      }
      case "filter":
        return await this.#addRule(input.text, {}, { depth: 0, prefix: "" });
      case "known":
        appendAll(this.rules, input.rules);
        return;
      case "cvs":
        this.rules.push(CVS_FILES);
        return await this.#addCvs();
      case "without":
        return;
      case "end of source":
        appendAll(this.#before, this.rules.splice(0));
        return;
      default:
        input satisfies never;
    }
  }

  /** All rules, in their order. */
  all(): readonly FilterRule[] {
    return [...this.#before, ...this.rules];
  }

  async #addRule(text: string, format: RuleFormat, origin: Origin): Promise<void> {
    const parsed = parse(text, format, origin);
    switch (parsed.kind) {
      case "pattern":
        this.rules.push(parsed.rule);
        return;
      case "clear":
        this.rules.length = 0;
        return;
      case "merge":
        if (parsed.hidesItself) this.#exclude(parsed.file.path);
        return await this.#addFile(parsed.file, origin);
      case "dir-merge":
        if (parsed.hidesItself) this.#exclude(parsed.rule.ruleFile);
        this.rules.push(parsed.rule);
        return;
      case "cvs":
        return await this.#addCvs(parsed.side);
      default:
        parsed satisfies never;
    }
  }

  #exclude(path: string): void {
    this.rules.push({ include: false, pattern: path.slice(path.lastIndexOf("/") + 1) });
  }

  async #addFile({ path, format }: MergeFile, { depth, prefix }: Origin): Promise<void> {
    if (depth === DEEPEST) {
      throw usageError(
        "BAD_VALUE",
        `${prefix}the filter file ${
          nameOf(path)
        } is named by ${DEEPEST} others: does it name itself?`,
      );
    }
    const rules: { text: string; prefix: string }[] = [];
    await readList(this.#list(path), this.signal, (line, number) => {
      for (const text of rulesOfLine(decodeLossy(line), format)) {
        rules.push({ text, prefix: `line ${number} of ${nameOf(path)}: ` });
      }
    });
    for (const { text, prefix } of rules) {
      await this.#addRule(text, format, { depth: depth + 1, prefix });
    }
  }

  /** The patterns of -C: rsync's, then those of ~/.cvsignore and of CVSIGNORE. */
  async #addCvs(side?: RuleSide): Promise<void> {
    const words: string[] = [];
    const format = { syntax: "excludes", words: true } as const;
    const home = variable("HOME");
    if (home !== null) {
      try {
        await readList(this.#list(`${home}/.cvsignore`), this.signal, (line) => {
          words.push(...rulesOfLine(decodeLossy(line), format));
        });
      } catch (error) {
        // A home that this user may not enter is another's, and holds nothing for this run.
        const isThere = !(error instanceof FerryError && error.code === "ENOENT") &&
          isInReach(`${home}/.cvsignore`);
        if (isThere) throw error;
      }
    }
    words.push(...rulesOfLine(settingsVariable("CVSIGNORE") ?? "", format));
    this.rules.push(...cvsRules(words, side));
  }

  #list(path: string): List {
    return { path, what: "filters", ends: this.endsInNul ? "NUL" : "LF or CR" };
  }
}

function parse(text: string, format: RuleFormat, { prefix }: Origin) {
  try {
    return parseRule(text, format);
  } catch (error) {
    if (!(error instanceof FerryError) || prefix === "") throw error;
    throw new UsageError(error.code, prefix + error.message, { advice: error.advice });
  }
}
