// The lines of `ferry report --json`.

import type { Merged } from "../../shard_outputs/merge.ts";
import { jsonLine } from "../json_line.ts";
import { countFields, errorFields, summaryFields, timeText } from "./json_fields.ts";

/** A line for each shard, one for each error, and their sum. */
export function jsonReport(merged: Merged): string {
  const { summary, exitCode, shards, errors, balance, slowest } = merged;
  const ofShards = shards.map(({ index, told, output, runs }) =>
    jsonLine({
      type: "shard",
      index,
      file: output,
      runs,
      outcome: told?.summary.outcome ?? null,
      exit_code: told?.exitCode ?? null,
      duration_ms: told === null ? null : Math.round(told.summary.durationMs),
      ended_at: told === null ? null : timeText(told.summary.endedAt),
      ...(told === null ? {} : countFields(told.summary)),
      entries_foreign: told?.summary.shard?.foreign ?? null,
      error_count: told?.summary.errorCount ?? null,
    })
  );
  const ofErrors = errors.map(({ event, shards }) => jsonLine({ ...errorFields(event), shards }));
  const last = jsonLine({
    ...summaryFields(summary, exitCode),
    shards: {
      count: merged.count,
      told: shards.length,
      missing: merged.missing,
      unended: merged.unended,
      again: shards.filter(({ runs }) => runs > 1).map(({ index }) => index),
      slowest: slowest?.shard.index ?? null,
      slowest_ms: slowest === null ? null : Math.round(slowest.summary.durationMs),
      balance,
      listed: merged.listed,
      divided_twice: merged.isDividedTwice,
      unended_files: merged.unendedOutputs,
      silent_files: merged.silentOutputs,
    },
  });
  return [...ofShards, ...ofErrors, last].join("");
}
