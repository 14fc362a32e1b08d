// A target that stays when a run is stopped, for the next one to go on with.

import { assert, assertEquals } from "@std/assert";
import { textOf, WORD } from "../../../../ffi/mod.ts";
import { COPY } from "../../../../lib/copy/file/outcome.ts";
import { TARGET_KIND } from "../../../../lib/copy/file/target_file.ts";
import {
  isResumable,
  openPartial,
  partial,
} from "../../../../lib/copy/file/target_kinds/partial.ts";
import { COUNTER } from "../../../../lib/shared/counters.ts";
import { SMALLEST_RESUMED } from "../../../../lib/thresholds.ts";
import { statWith } from "../../../support/stats.ts";
import { APPEND_ONLY, inFolder } from "./target_folder.ts";

Deno.test("isResumable: with --resume, from a size on, and not where the name would stay for ever", () => {
  inFolder(({ ctx, entry }) => {
    assert(isResumable(ctx, entry));
    entry.pair.targetStat.words[WORD.attributes] = APPEND_ONLY;
    assert(!isResumable(ctx, entry));
    entry.pair.targetStat.words[WORD.attributes] = 0;
    entry.source.copyFrom(statWith({ size: SMALLEST_RESUMED - 1 }));
    assert(!isResumable(ctx, entry));
  }, { options: { resume: true } });
  inFolder(({ ctx, entry }) => assert(!isResumable(ctx, entry)));
});

Deno.test("partial: what is not finished stays for the next run, unless it is wrong", () => {
  for (
    const [outcome, isKept] of [
      [COPY.failed, true],
      [COPY.wrong, false],
      [COPY.discarded, false],
    ] as const
  ) {
    inFolder(({ ctx, entry, file, names, fill, count }) => {
      assertEquals(openPartial(ctx, entry), 0);
      const name = textOf(file.name!);
      assertEquals([file.kind, file.present, file.isUsed], [TARGET_KIND.partial, 0, true]);
      fill("half");
      partial.discard(ctx, entry, outcome);
      assertEquals([names(), count[COUNTER.partialsKept]], isKept ? [[name], 1] : [[], 0]);
      if (!isKept) return;
      assertEquals([openPartial(ctx, entry), file.present], [0, 4]);
      fill("whole");
      assertEquals([partial.commit(ctx, entry), names()], [0, ["x"]]);
    }, { options: { resume: true } });
  }
});
