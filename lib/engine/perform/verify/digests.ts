// `ferry verify --check`: there is no source to compare with, so each file of the one tree is read and hashed, and
// no other entry is looked at.

import { COMPARED } from "../../../copy/bytes/comparison.ts";
import type { CopyContext } from "../../../copy/context.ts";
import { CHANGE, changeOf } from "../../../copy/file/changed_source.ts";
import { closeRead } from "../../../copy/bytes/close_read.ts";
import { refusesHuge } from "../../../copy/file/huge_file.ts";
import type { Entry } from "../../../entry/entry.ts";
import { joinPath } from "../../../entry/folder_pair.ts";
import { sourceOf } from "../../../entry/subject.ts";
import { COUNTER } from "../../../shared/counters.ts";
import { FOLDER } from "../../worker/performer.ts";
import { startDigest } from "./digest.ts";
import { Verify } from "./verify.ts";

export class Digests extends Verify {
  override copy(entry: Entry): void {
    const { ctx } = this.worker;
    reportDigest(ctx, entry);
    ctx.countAsDone(entry.source);
  }

  override makeLink(): void {}

  override makeFolder(): number {
    return FOLDER.made;
  }
}

/** Reports the digest of a file, and null for one that cannot be read. */
function reportDigest(ctx: CopyContext, entry: Entry): void {
  const { pair, name, source } = entry;
  const { fs, options, report } = ctx;
  const path = joinPath(pair.path, name);
  if (refusesHuge(ctx, entry, "verify")) return report.digest(path, source.size, null);
  const file = fs.openForReading(pair.source, name, options.dereference);
  if (file < 0) {
    ctx.fail(sourceOf(pair, name), "open", "openat", file);
    return report.digest(path, source.size, null);
  }
  hash(ctx, entry, file, path);
  closeRead(ctx, file);
}

/** Reports the digest of an open file; one that changes meanwhile is read once more. */
function hash(ctx: CopyContext, entry: Entry, file: number, path: Uint8Array): void {
  const { comparison, count, report, checkStat } = ctx;
  const { pair, name, source } = entry;
  for (let tries = 0; tries < 2; tries++) {
    const digest = startDigest();
    comparison.onBlock = (block) => digest.update(block);
    const outcome = comparison.read(file);
    comparison.onBlock = null;
    if (outcome === COMPARED.stopped) return;
    if (outcome !== COMPARED.same) {
      ctx.fail(sourceOf(pair, name), "read", "pread", comparison.error);
      return report.digest(path, source.size, null);
    }
    if (changeOf(ctx, file, source) !== CHANGE.contents) {
      count[COUNTER.filesVerified]++;
      count[COUNTER.bytesVerified] += source.size;
      return report.digest(path, source.size, digest.digest("hex"));
    }
    source.copyFrom(checkStat);
  }
  ctx.failChanged(pair, name, "verify", "changed while it was read; run again");
  report.digest(path, source.size, null);
}
