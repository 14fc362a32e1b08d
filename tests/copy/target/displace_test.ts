// Taking the place of an entry of another kind, in a temporary folder: the old one goes only when the new one has
// its name, and has it again where that fails.

import { assert, assertEquals } from "@std/assert";
import { EINVAL, EIO, ENOSYS, ENOTEMPTY, EXDEV } from "../../../ffi/errno.ts";
import { type CString, cString, type NativeFileSystem, textOf } from "../../../ffi/mod.ts";
import { openPortable } from "../../../ffi/portable/file_system.ts";
import type { CopyContext } from "../../../lib/copy/context.ts";
import { displace } from "../../../lib/copy/target/displace.ts";
import { TemporaryNames } from "../../../lib/copy/target/temporary_names.ts";
import { FolderPair, type RemoveOld } from "../../../lib/entry/folder_pair.ts";
import { STOP, stop } from "../../../lib/shared/control.ts";
import { newControl } from "../../support/control.ts";

const portable = openPortable();
const NEW = ".ferry-1-01234567-0-0.tmp";

interface Place {
  readonly path: string;
  readonly pair: FolderPair;
  readonly control: Int32Array;
}

/** Lends a folder in which the folder `x` with a file is to give way to a file that is whole under a temporary name. */
function inFolder(use: (place: Place) => void): void {
  const path = Deno.makeTempDirSync({ prefix: "ferry-displace-" });
  const pair = new FolderPair();
  pair.target = portable.openFolder(cString(path));
  try {
    Deno.mkdirSync(`${path}/x`);
    Deno.writeTextFileSync(`${path}/x/old`, "old");
    Deno.writeTextFileSync(`${path}/${NEW}`, "new");
    use({ path, pair, control: newControl() });
  } finally {
    portable.close(pair.target);
    Deno.removeSync(path, { recursive: true });
  }
}

interface Run {
  readonly fs?: Partial<NativeFileSystem>;
  readonly temporary?: string;
  readonly remove?: RemoveOld;
}

/** Displaces `x`; the answer, and the names that the old entry was to be removed by. */
function displaced({ path, pair, control }: Place, { fs, temporary = NEW, remove }: Run = {}) {
  const removed: string[] = [];
  const removeOld: RemoveOld = (name: CString) => {
    removed.push(textOf(name));
    if (remove !== undefined) return remove(name);
    Deno.removeSync(`${path}/${textOf(name)}`, { recursive: true });
    return true;
  };
  const ctx = {
    fs: { ...portable, ...fs },
    control,
    temporaryNames: new TemporaryNames("89abcdef", 0),
  } as unknown as CopyContext;
  const answer = displace(ctx, pair, cString(temporary), cString("x"), removeOld);
  return { answer, removed };
}

/** An exchange of names by three renames, as a system has it that has no call for it. */
function exchange(path: string): Partial<NativeFileSystem> {
  return {
    exchange: (_folder, a, b) => {
      const [one, other] = [textOf(a), textOf(b)];
      Deno.renameSync(`${path}/${one}`, `${path}/between`);
      Deno.renameSync(`${path}/${other}`, `${path}/${one}`);
      Deno.renameSync(`${path}/between`, `${path}/${other}`);
      return 0;
    },
  };
}
const noExchange: Partial<NativeFileSystem> = { exchange: () => -ENOSYS };

const names = (path: string) => [...Deno.readDirSync(path)].map(({ name }) => name).sort();
const isNew = (path: string) => Deno.readTextFileSync(`${path}/x`) === "new";
const isOld = (path: string) => Deno.readTextFileSync(`${path}/x/old`) === "old";

Deno.test("displace: the two exchange their names, and the old one is removed by the temporary one", () => {
  inFolder((place) => {
    const { answer, removed } = displaced(place, { fs: exchange(place.path) });
    assertEquals([answer, removed, names(place.path)], [0, [NEW], ["x"]]);
    assert(isNew(place.path));
  });
});

Deno.test("displace: without such a call the old one steps aside under a name of its own", () => {
  inFolder((place) => {
    const { answer, removed } = displaced(place, { fs: noExchange });
    assertEquals([answer, names(place.path), removed.length], [0, ["x"], 1]);
    assert(removed[0] !== NEW && removed[0].startsWith(".ferry-"), removed[0]);
    assert(isNew(place.path));
  });
});

Deno.test("displace: what cannot be removed has its name again, and so has what is new", () => {
  for (const withExchange of [true, false]) {
    inFolder((place) => {
      const fs = withExchange ? exchange(place.path) : noExchange;
      const { answer } = displaced(place, { fs, remove: () => false });
      assertEquals([answer, names(place.path)], [-ENOTEMPTY, [NEW, "x"]]);
      assert(isOld(place.path));
    });
  }
});

Deno.test("displace: a run that ends leaves the old one for the next to sweep, and the new one its name", () => {
  for (const withExchange of [true, false]) {
    inFolder((place) => {
      const fs = withExchange ? exchange(place.path) : noExchange;
      stop(place.control, STOP.cancelled);
      assertEquals(displaced(place, { fs, remove: () => false }).answer, 0);
      assert(isNew(place.path));
      assertEquals(names(place.path).length, 2);
    });
  }
});

Deno.test("displace: what --resume goes on with is never exchanged: a folder would stand under its name", () => {
  inFolder((place) => {
    const partial = ".ferry-partial-0123456789abcdef.tmp";
    Deno.renameSync(`${place.path}/${NEW}`, `${place.path}/${partial}`);
    const fs = { exchange: () => assert(false, "exchanged") };
    const { answer } = displaced(place, {
      fs: fs as Partial<NativeFileSystem>,
      temporary: partial,
    });
    assertEquals([answer, names(place.path)], [0, ["x"]]);
  });
});

Deno.test("displace: where a folder cannot be renamed it is emptied where it stands", () => {
  inFolder((place) => {
    const { path } = place;
    const rename: NativeFileSystem["rename"] = (from, name, to, other) =>
      textOf(name) === "x" ? -EXDEV : portable.rename(from, name, to, other);
    const fs = { ...noExchange, rename };
    assertEquals(displaced(place, { fs, remove: () => false }).answer, -ENOTEMPTY);
    assert(isOld(path));
    const { answer, removed } = displaced(place, { fs });
    assertEquals([answer, removed, names(path)], [0, ["x"], ["x"]]);
    assert(isNew(path));
  });
});

Deno.test("displace: a rename that fails is told, and all have their names", () => {
  inFolder((place) => {
    for (const failing of ["x", NEW]) {
      const rename: NativeFileSystem["rename"] = (from, name, to, other) =>
        textOf(name) === failing ? -EIO : portable.rename(from, name, to, other);
      const { answer, removed } = displaced(place, { fs: { ...noExchange, rename } });
      assertEquals([answer, removed, names(place.path)], [-EIO, [], [NEW, "x"]]);
      assert(isOld(place.path));
    }
    let exchanges = 0;
    const once: Partial<NativeFileSystem> = {
      exchange: (...parameters) =>
        ++exchanges === 1 ? exchange(place.path).exchange!(...parameters) : -EINVAL,
    };
    assertEquals(displaced(place, { fs: once, remove: () => false }).answer, -EINVAL);
  });
});
