// `ferry verify --check`: there is no source, so each file of the one tree is read and hashed.

import type { CString } from "../../../ffi/mod.ts";
import { COMPARED } from "../../copy/bytes/comparison.ts";
import { CHANGE, changeOf } from "../../copy/file/changed_source.ts";
import { refusesHuge } from "../../copy/file/huge_file.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { leaveToWorkers } from "../entries/leave.ts";
import { entryPath, statSource } from "../entries/look.ts";
import { startDigest } from "./digest.ts";

/** Reports the digest of a file, and null for one that cannot be read; other entries are not looked at. */
export function digestEntry(crew: Crew, place: Place, name: CString): void {
  const { ctx, selection, ctx: { fs, options, sourceStat } } = crew;
  if (!statSource(crew, place, name, sourceStat) || !sourceStat.isFile) return;
  if (leaveToWorkers(crew, place, sourceStat) || selection.excludesFile(sourceStat)) return;
  ctx.settle(sourceStat);
  if (refusesHuge(ctx, place, name, "verify")) {
    return ctx.report.digest(entryPath(place, name), null);
  }
  const file = fs.openForReading(place.source, name, options.dereference);
  if (file < 0) {
    ctx.fail(place, name, "source", "open", "openat", file);
    return ctx.report.digest(entryPath(place, name), null);
  }
  hash(crew, place, name, file);
  fs.close(file);
}

/** Reports the digest of an open file; one that changes meanwhile is read once more. */
function hash({ ctx }: Crew, place: Place, name: CString, file: number): void {
  const { comparison, count, sourceStat, report } = ctx;
  const path = entryPath(place, name);
  for (let tries = 0; tries < 2; tries++) {
    const digest = startDigest();
    comparison.onBlock = (block) => digest.update(block);
    const outcome = comparison.read(file);
    comparison.onBlock = null;
    if (outcome === COMPARED.stopped) return;
    if (outcome !== COMPARED.same) {
      ctx.fail(place, name, "source", "read", "pread", comparison.error);
      return report.digest(path, null);
    }
    if (changeOf(ctx, file, sourceStat) !== CHANGE.contents) {
      count[COUNTER.filesVerified]++;
      count[COUNTER.bytesVerified] += sourceStat.size;
      return report.digest(path, digest.digest("hex"));
    }
    sourceStat.copyFrom(ctx.checkStat);
  }
  ctx.failChanged(place, name, "verify", "changed while it was read; run again");
  report.digest(path, null);
}
