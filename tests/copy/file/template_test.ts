// What plain files have in common with the one that was copied last.

import { assert } from "@std/assert";
import { SPARE_WORD, WORD } from "../../../ffi/mod.ts";
import { matchesTemplate } from "../../../lib/copy/file/template.ts";
import { statWith } from "../../support/stats.ts";

Deno.test("matchesTemplate: name, size, times and blocks may differ", () => {
  const other = statWith({ size: 999, mtimeSec: 5, ino: 77, btimeSec: 4 });
  other.words[WORD.blocks] = 8;
  assert(matchesTemplate(other, statWith()));
});

Deno.test("matchesTemplate: type, mode, owner, flags, names and how a file is stored may not", () => {
  const words = [
    WORD.mode,
    WORD.uid,
    WORD.gid,
    WORD.nlink,
    WORD.attributes,
    WORD.attributes + 1,
    WORD.size + 1,
    SPARE_WORD.isEncrypted,
    SPARE_WORD.isDataless,
  ];
  for (const word of words) {
    const other = statWith();
    other.words[word] ^= 1;
    assert(!matchesTemplate(other, statWith()), `word ${word}`);
  }
});
