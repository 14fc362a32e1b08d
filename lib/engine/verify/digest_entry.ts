// `ferry verify --check`: there is no source, so each file of the one tree is read and hashed.

import type { CString } from "../../../ffi/mod.ts";
import { COMPARED } from "../../copy/bytes/comparison.ts";
import type { Place } from "../../copy/place.ts";
import { COUNTER } from "../../shared/counters.ts";
import type { Crew } from "../crew/crew.ts";
import { leaveToWorkers } from "../entries/leave.ts";
import { entryPath, statSource } from "../entries/look.ts";
import { startDigest } from "./digest.ts";

/** Reports the digest of a file, and null for one that cannot be read; other entries are not looked at. */
export function digestEntry(crew: Crew, place: Place, name: CString): void {
  const { ctx, selection, ctx: { fs, options, comparison, count, sourceStat } } = crew;
  if (!statSource(crew, place, name, sourceStat) || !sourceStat.isFile) return;
  if (leaveToWorkers(crew, place, sourceStat) || selection.excludesFile(sourceStat)) return;
  ctx.settle(sourceStat);
  const path = entryPath(place, name);
  const file = fs.openForReading(place.source, name, options.dereference);
  if (file < 0) {
    ctx.fail(place, name, "source", "open", "openat", file);
    return ctx.report.digest(path, null);
  }
  const digest = startDigest();
  comparison.onBlock = (block) => digest.update(block);
  const outcome = comparison.read(file);
  comparison.onBlock = null;
  fs.close(file);
  if (outcome === COMPARED.stopped) return;
  if (outcome === COMPARED.same) {
    count[COUNTER.filesVerified]++;
    count[COUNTER.bytesVerified] += sourceStat.size;
    return ctx.report.digest(path, digest.digest("hex"));
  }
  ctx.fail(place, name, "source", "read", "pread", comparison.error);
  ctx.report.digest(path, null);
}
