// Each kind of target file in a temporary folder: opened, and then given its name or discarded.

import { assert, assertEquals } from "@std/assert";
import { EEXIST, EINVAL, EIO, ENOSPC, EOPNOTSUPP, EPERM } from "../../../../ffi/errno.ts";
import {
  type CString,
  cString,
  FileStat,
  type NativeFileSystem,
  textOf,
  WORD,
} from "../../../../ffi/mod.ts";
import { openPortable } from "../../../../ffi/portable/file_system.ts";
import type { CopyContext } from "../../../../lib/copy/context.ts";
import { COPY } from "../../../../lib/copy/file/outcome.ts";
import { TARGET_KIND, TargetFile } from "../../../../lib/copy/file/target_file.ts";
import {
  inPlace,
  openInPlace,
  staysInPlace,
} from "../../../../lib/copy/file/target_kinds/in_place.ts";
import {
  madeBySystem,
  openMadeBySystem,
} from "../../../../lib/copy/file/target_kinds/made_by_system.ts";
import {
  isResumable,
  openPartial,
  partial,
} from "../../../../lib/copy/file/target_kinds/partial.ts";
import { NEXT_KIND, UNNAMEABLE } from "../../../../lib/copy/file/target_kinds/target_kind.ts";
import { openTemporary, temporary } from "../../../../lib/copy/file/target_kinds/temporary.ts";
import { openUnnamed, unnamed } from "../../../../lib/copy/file/target_kinds/unnamed.ts";
import { TemporaryNames } from "../../../../lib/copy/target/temporary_names.ts";
import { Entry } from "../../../../lib/entry/entry.ts";
import { FolderPair } from "../../../../lib/entry/folder_pair.ts";
import { DEFAULT_OPTIONS, type Options } from "../../../../lib/options.ts";
import { COUNTER, counterRow, createCounters } from "../../../../lib/shared/counters.ts";
import { SMALLEST_RESUMED } from "../../../../lib/thresholds.ts";
import { newControl } from "../../../support/control.ts";
import { rootPair } from "../../../support/root_pair.ts";
import { statWith } from "../../../support/stats.ts";

const portable = openPortable();
const APPEND_ONLY = 0x20;

interface Place {
  readonly path: string;
  readonly ctx: CopyContext;
  readonly entry: Entry;
  readonly file: TargetFile;
  readonly count: Float64Array;
  /** Names in the folder. */
  names(): string[];
  /** Writes into the open target and closes it. */
  fill(text: string): void;
}

/** Lends an empty target folder in which the entry `x` is to be made. */
function inFolder(
  use: (place: Place) => void,
  changed: { fs?: Partial<NativeFileSystem>; options?: Partial<Options> } = {},
): void {
  const path = Deno.makeTempDirSync({ prefix: "ferry-target-" });
  const pair = new FolderPair();
  pair.reset(rootPair(), new Uint8Array(), false);
  pair.target = portable.openFolder(cString(path));
  portable.statHandle(pair.target, pair.targetStat);
  const entry = new Entry();
  entry.reset(pair, cString("x"), 8);
  entry.source.copyFrom(statWith({ size: SMALLEST_RESUMED }));
  const file = new TargetFile();
  const count = counterRow(createCounters(1), 0);
  const ctx = {
    fs: {
      ...portable,
      can: { ...portable.can, appendOnlyAttributes: APPEND_ONLY },
      ...changed.fs,
    },
    options: { ...DEFAULT_OPTIONS, ...changed.options },
    control: newControl(),
    count,
    targetFile: file,
    checkStat: new FileStat(),
    openedStat: new FileStat(),
    temporaryNames: new TemporaryNames("0123abcd", 0),
  } as unknown as CopyContext;
  const fill = (text: string) => {
    const bytes = new TextEncoder().encode(text);
    portable.write(file.handle, bytes, bytes.length, 0);
    portable.close(file.handle);
  };
  const names = () => [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  try {
    use({ path, ctx, entry, file, count, names, fill });
  } finally {
    portable.close(pair.target);
    Deno.removeSync(path, { recursive: true });
  }
}

const read = ({ path }: Place) => Deno.readTextFileSync(`${path}/x`);

/** An old file `x` that is replaced. */
function withOld(place: Place, text = "old contents"): void {
  const { path, entry } = place;
  Deno.writeTextFileSync(`${path}/x`, text);
  entry.replaces = true;
  portable.stat(entry.pair.target, entry.targetName, entry.target);
}

Deno.test("temporary: has a name of its own until it takes the final one, new or in place of the old file", () => {
  for (const replaces of [false, true]) {
    inFolder((place) => {
      const { ctx, entry, file, names, fill } = place;
      if (replaces) withOld(place);
      assertEquals(openTemporary(ctx, entry, 0o600), 0);
      const name = textOf(file.name!);
      assertEquals([file.kind, names()], [TARGET_KIND.temporary, replaces ? [name, "x"] : [name]]);
      fill("new");
      assertEquals(temporary.commit(ctx, entry), 0);
      assertEquals([names(), read(place), file.name], [["x"], "new", null]);
      temporary.discard(ctx, entry, COPY.failed);
      assertEquals(names(), ["x"], "there is nothing left to discard");
    });
  }
});

Deno.test("temporary: what is discarded is gone, and the old file stays", () => {
  inFolder((place) => {
    const { ctx, entry, names, fill } = place;
    withOld(place);
    openTemporary(ctx, entry, 0o600);
    fill("new");
    temporary.discard(ctx, entry, COPY.failed);
    assertEquals([names(), read(place)], [["x"], "old contents"]);
  });
});

Deno.test("temporary: somebody else's new file is not replaced; a failed rename keeps the temporary name", () => {
  inFolder(({ ctx, entry, file, path, names, fill }) => {
    openTemporary(ctx, entry, 0o600);
    fill("new");
    Deno.writeTextFileSync(`${path}/x`, "somebody's");
    assertEquals([temporary.commit(ctx, entry), file.failedCall], [-EEXIST, "renameat"]);
    assert(file.name !== null && names().length === 2);
  });
});

Deno.test("temporary and made by the system: none in a folder whose names stay for ever, and errors come with calls", () => {
  inFolder(({ ctx, entry, file, names }) => {
    entry.pair.targetStat.words[WORD.attributes] = APPEND_ONLY;
    assertEquals([openTemporary(ctx, entry, 0o600), file.failedCall], [-EPERM, "renameat"]);
    const made = openMadeBySystem(ctx, entry, "clonefile", () => assert(false, "made") as never);
    assertEquals([made, names()], [-EPERM, []]);
  });
  inFolder(({ ctx, entry, file }) => {
    assertEquals([openTemporary(ctx, entry, 0o600), file.failedCall], [-ENOSPC, "openat"]);
  }, { fs: { createNamed: () => -ENOSPC } });
});

Deno.test("displaced: a temporary file takes the place of a folder through whoever removes that", () => {
  inFolder((place) => {
    const { ctx, entry, path, names, fill } = place;
    Deno.mkdirSync(`${path}/x`);
    entry.pair.removeOld = (name) => {
      Deno.removeSync(`${path}/${textOf(name)}`);
      return true;
    };
    openTemporary(ctx, entry, 0o600);
    fill("new");
    assertEquals([temporary.commit(ctx, entry), names(), read(place)], [0, ["x"], "new"]);
  });
});

Deno.test("unnamed: gets its name when it is whole; where there are none the device is remembered", () => {
  inFolder(({ ctx, entry, file }) => {
    const answers = [7, -EOPNOTSUPP, -EIO];
    ctx.fs.createUnnamed = () => answers.shift()!;
    assertEquals([openUnnamed(ctx, entry, 0o600), file.handle, file.kind], [
      0,
      7,
      TARGET_KIND.unnamed,
    ]);
    assertEquals([openUnnamed(ctx, entry, 0o600), file.handle], [NEXT_KIND, -1]);
    assertEquals([...file.withoutUnnamed], [entry.pair.targetStat.dev]);
    file.withoutUnnamed.clear();
    assertEquals([openUnnamed(ctx, entry, 0o600), file.failedCall], [-EIO, "open(O_TMPFILE)"]);
    assertEquals(file.withoutUnnamed.size, 0);
  });
});

Deno.test("unnamed: where it cannot be named another kind is to be made; a taken name is an error", () => {
  inFolder(({ ctx, entry, file }) => {
    const answers = [0, -EEXIST, -EPERM];
    ctx.fs.nameUnnamed = () => answers.shift()!;
    assertEquals(unnamed.commit(ctx, entry), 0);
    assertEquals([unnamed.commit(ctx, entry), file.failedCall], [-EEXIST, "linkat"]);
    assertEquals(file.withoutUnnamed.size, 0);
    assertEquals([unnamed.commit(ctx, entry), file.withoutUnnamed.size], [UNNAMEABLE, 1]);
  });
});

Deno.test("staysInPlace: with --inplace into a file of one name, or where nobody can see the folder", () => {
  inFolder(({ ctx, entry }) => {
    assert(staysInPlace(ctx, entry));
    entry.replaces = true;
    entry.target.copyFrom(statWith());
    assert(staysInPlace(ctx, entry));
    entry.target.copyFrom(statWith({ nlink: 2 }));
    assert(!staysInPlace(ctx, entry));
    entry.target.copyFrom(statWith({ type: "symlink" }));
    assert(!staysInPlace(ctx, entry));
    entry.replaces = false;
    entry.pair.removeOld = () => true;
    assert(!staysInPlace(ctx, entry));
  }, { options: { inplace: true } });
  inFolder(({ ctx, entry }) => {
    assert(!staysInPlace(ctx, entry));
    entry.pair.staged = { bytes: 0 };
    assert(staysInPlace(ctx, entry));
  });
});

Deno.test("in place: a new file is made under its name, and goes again where it failed", () => {
  inFolder(({ ctx, entry, file, names, fill }) => {
    assertEquals([openInPlace(ctx, entry, 0o600), file.kind], [0, TARGET_KIND.inPlace]);
    fill("new");
    assertEquals([inPlace.commit(ctx, entry), names()], [0, ["x"]]);
    inPlace.discard(ctx, entry, COPY.failed);
    assertEquals(names(), []);
  });
});

Deno.test("in place: an old file keeps its bytes until others are written, lets nobody new in, and is never removed", () => {
  inFolder((place) => {
    const { ctx, entry, file, path } = place;
    withOld(place, "old");
    Deno.chmodSync(`${path}/x`, 0o664);
    assertEquals(openInPlace(ctx, entry, 0o640), 0);
    assertEquals([file.hadContents, file.oldBytes, file.present, file.isUsed], [true, 3, 0, true]);
    assertEquals(Deno.statSync(`${path}/x`).mode! & 0o777, 0o640);
    portable.close(file.handle);
    inPlace.discard(ctx, entry, COPY.failed);
    assertEquals(read(place), "old");
  });
});

Deno.test("in place: an old file that was swapped for one of two names is left alone, any other kind is refused", () => {
  inFolder((place) => {
    const { ctx, entry, path } = place;
    withOld(place);
    Deno.linkSync(`${path}/x`, `${path}/other name`);
    assertEquals(openInPlace(ctx, entry, 0o600), NEXT_KIND);
    ctx.fs.statHandle = (_, stat) => {
      stat.copyFrom(statWith({ type: "folder" }));
      return 0;
    };
    assertEquals(openInPlace(ctx, entry, 0o600), -EINVAL);
  });
});

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

Deno.test("made by the system: to a temporary name, of which nothing is left where that fails", () => {
  inFolder((place) => {
    const { ctx, entry, file, names, fill } = place;
    const make = (name: CString) => portable.createNamed(entry.pair.target, name, 0o600);
    assertEquals(openMadeBySystem(ctx, entry, "clonefile", make), 0);
    assertEquals([file.isMadeBySystem, names()], [true, [textOf(file.name!)]]);
    fill("whole");
    assertEquals([madeBySystem.commit(ctx, entry), read(place)], [0, "whole"]);
    const failing = (error: number) => (name: CString) => {
      portable.close(make(name));
      return error;
    };
    assertEquals(openMadeBySystem(ctx, entry, "clonefile", failing(-EIO)), -EIO);
    assertEquals([names(), file.failedCall, file.handle], [["x"], "clonefile", -1]);
    assertEquals(openMadeBySystem(ctx, entry, "clonefile", failing(-EEXIST)), -EEXIST);
    assertEquals(names().length, 2, "a name that was taken is somebody else's");
  });
});
