// The engine on Windows: whole mirrors through lib/mod.ts, with and without a pool, and what Windows adds
// to them: attributes, names that ignore case, files that are read-only, in use, or not to be deleted.

import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { cString, type FileStat } from "../../ffi/mod.ts";
import { linkText } from "../../ffi/windows/links.ts";
import type { ErrorEvent, OperationEvent, RunEvent } from "../../lib/events.ts";
import { DEFAULT_OPTIONS } from "../../lib/options.ts";
import { testOrSkip } from "../support/skip.ts";
import { dropLastAce, securityOf } from "./security.ts";
import { attributesOf, inside, setAttributes, withSides } from "./sides.ts";
import { CLEARS_ATTRIBUTES, fs, notInWine, statOf, writeFile } from "./support.ts";

const READONLY = 1, HIDDEN = 2, SYSTEM = 4;
/** Bytes above the size from which the system copies. */
const LARGE = 300_000;

function fillTree(path: string, folders: number, files: number): void {
  for (let i = 0; i < folders; i++) {
    Deno.mkdirSync(`${path}\\folder ${i}`);
    for (let j = 0; j < files; j++) writeFile(`${path}\\folder ${i}`, `file ${j}`, `${i} ${j}`);
  }
}

for (const jobs of [1, 4]) {
  Deno.test(
    `mirror with ${jobs} jobs copies everything, and a second run does nothing`,
    withSides(async ({ source, target, run }) => {
      fillTree(source, 20, 40);
      Deno.writeFileSync(`${source}\\large`, crypto.getRandomValues(new Uint8Array(60_000)));
      Deno.mkdirSync(`${source}\\empty`);
      const first = await run({ jobs });
      assertEquals([first.outcome, first.filesCopied, first.foldersCreated], ["done", 801, 22]);
      for (let i = 0; i < 20; i++) {
        assertEquals(Deno.readTextFileSync(`${target}\\folder ${i}\\file 7`), `${i} 7`);
      }
      const second = await run({ jobs });
      assertEquals([second.filesUnchanged, second.filesCopied, second.metadataUpdated], [
        801,
        0,
        0,
      ]);
    }),
  );
}

Deno.test(
  "the system copies large files, ferry small ones, and each file says by what",
  withSides(async ({ source, target, run }) => {
    const large = crypto.getRandomValues(new Uint8Array(60_000));
    Deno.writeFileSync(`${source}\\large`, new Uint8Array([...large, ...large]));
    writeFile(source, "small");
    Deno.writeTextFileSync(`${source}\\empty`, "");
    const methods: Record<string, string | null> = {};
    const onEvent = (event: RunEvent) => {
      const { path, method } = event as OperationEvent;
      if (event.type === "operation") methods[new TextDecoder().decode(path)] = method;
    };
    const summary = await run({ reportOperations: true, onEvent });
    assertEquals(summary.methods, { CopyFileExW: 1, read_write: 1 });
    assertEquals(methods, { "": null, large: "CopyFileExW", small: "read_write", empty: null });
    assertEquals(summary.bytesCopied, 120_005);
    assertEquals(Deno.readFileSync(`${target}\\large`), Deno.readFileSync(`${source}\\large`));
  }),
);

for (
  const [name, options, expected] of [
    ["--no-zero-copy", { zeroCopy: "never" }, { read_write: 2 }],
    ["--zero-copy", { zeroCopy: "always" }, { CopyFileExW: 2 }],
    ["--inplace", { inplace: true }, { read_write: 2 }],
    ["--fsync", { fsync: true }, { read_write: 2 }],
    ["--no-xattrs", { keep: { ...DEFAULT_OPTIONS.keep, xattrs: false } }, { read_write: 2 }],
    ["--verify", { verify: true }, { CopyFileExW: 1, read_write: 1 }],
  ] as const
) {
  Deno.test(
    `${name} chooses among the methods`,
    withSides(async ({ source, target, run }) => {
      const bytes = new Uint8Array(LARGE).fill(7);
      Deno.writeFileSync(`${source}\\large`, bytes);
      writeFile(source, "small");
      const summary = await run(options);
      assertEquals([summary.outcome, summary.methods], ["done", expected]);
      assertEquals(Deno.readFileSync(`${target}\\large`), bytes);
      assertEquals(Deno.readTextFileSync(`${target}\\small`), "small");
    }),
  );
}

Deno.test(
  "--reflink=always fails a file on a file system without block clone, and names the call",
  withSides(async ({ source, run }) => {
    Deno.writeFileSync(`${source}\\large`, new Uint8Array(LARGE));
    const { outcome, errors } = await run({ reflink: "always" });
    assertEquals(outcome, "partial");
    assertEquals(errors[0].syscall, "NtFsControlFile(FSCTL_DUPLICATE_EXTENTS_TO_FILE)");
  }),
);

testOrSkip(
  "attributes are kept, by every method, and a change of them alone is seen",
  CLEARS_ATTRIBUTES,
  withSides(async ({ source, target, run }) => {
    writeFile(source, "small");
    Deno.writeFileSync(`${source}\\large`, new Uint8Array(LARGE));
    Deno.mkdirSync(`${source}\\sub`);
    for (const name of ["small", "large", "sub"]) setAttributes(source, name, HIDDEN | SYSTEM);
    await run();
    for (const name of ["small", "large", "sub"]) {
      assertEquals(attributesOf(target, name), attributesOf(source, name), name);
      assertEquals(attributesOf(target, name) & (HIDDEN | SYSTEM), HIDDEN | SYSTEM, name);
    }
    for (const name of ["small", "large", "sub"]) setAttributes(source, name, 0);
    const second = await run();
    assertEquals([second.metadataUpdated, second.filesCopied, second.filesReplaced], [3, 0, 0]);
    for (const name of ["small", "large", "sub"]) {
      assertEquals(attributesOf(target, name) & (HIDDEN | SYSTEM), 0, name);
    }
    assertEquals((await run()).metadataUpdated, 0);
  }),
);

testOrSkip(
  "read-only files are copied, replaced and deleted",
  CLEARS_ATTRIBUTES,
  withSides(async ({ source, target, run }) => {
    for (const name of ["replaced", "deleted"]) {
      Deno.writeFileSync(`${source}\\${name}`, new Uint8Array(LARGE));
      setAttributes(source, name, READONLY);
    }
    await run();
    assertEquals(attributesOf(target, "replaced") & READONLY, READONLY);
    for (const name of ["replaced", "deleted"]) setAttributes(source, name, 0);
    writeFile(source, "replaced", "new");
    Deno.removeSync(`${source}\\deleted`);
    const summary = await run();
    assertEquals([summary.outcome, summary.filesReplaced, summary.deleted], ["done", 1, 1]);
    assertEquals(Deno.readTextFileSync(`${target}\\replaced`), "new");
  }),
);

Deno.test(
  "a target name in another case is the same entry: neither copied anew nor deleted",
  withSides(async ({ source, target, run }) => {
    writeFile(source, "Name.txt", "text");
    Deno.mkdirSync(target);
    writeFile(target, "NAME.TXT", "text");
    writeFile(target, "extra"); // so that there is something to delete
    const stat = inside(source, (folder) => statOf(folder, "Name.txt") as FileStat);
    inside(target, (folder) => fs.setTimesAt(folder, cString("NAME.TXT"), stat));
    const summary = await run();
    assertEquals([summary.filesCopied, summary.deleted, summary.filesUnchanged], [0, 1, 1]);
    // Windows spells it as the source does, Wine leaves it as it is.
    const names = [...Deno.readDirSync(target)].map(({ name }) => name);
    assertEquals(names.map((name) => name.toLowerCase()), ["name.txt"]);
  }),
);

Deno.test(
  "a target file that somebody holds open is an error that names it, and the rest is done",
  withSides(async ({ source, target, run }) => {
    for (const name of ["held", "free"]) writeFile(source, name, "old");
    await run();
    for (const name of ["held", "free"]) writeFile(source, name, "newer");
    const held = inside(target, (folder) => fs.openForWriting(folder, cString("held")));
    const { outcome, errors, filesReplaced } = await run();
    fs.close(held);
    assertEquals([outcome, filesReplaced], ["partial", 1]);
    const [{ code, path, syscall }] = errors as ErrorEvent[];
    assert(new TextDecoder().decode(path).endsWith("/target/held"));
    assertEquals(code, "ERROR_SHARING_VIOLATION");
    assertEquals(syscall, "NtSetInformationFile(FileRenameInformationEx)");
    assertEquals(Deno.readTextFileSync(`${target}\\held`), "old");
    assertEquals([...Deno.readDirSync(target)].length, 2, "nothing is left behind");
  }),
);

Deno.test(
  "an aborted run stops and leaves no temporary file",
  withSides(async ({ source, target, run }) => {
    fillTree(source, 30, 60);
    const controller = new AbortController();
    const onEvent = () => controller.abort(); // something was done
    const bandwidthLimit = 100; // a second for 100 bytes: it does not end before that is heard
    const stops = { signal: controller.signal, reportOperations: true, onEvent, bandwidthLimit };
    const summary = await run(stops);
    assertEquals(summary.outcome, "cancelled");
    const left = [...Deno.readDirSync(target)].flatMap(({ name }) =>
      [...Deno.readDirSync(`${target}\\${name}`)].map((entry) => entry.name)
    );
    assertEquals(left.filter((name) => name.startsWith(".ferry-")), []);
  }),
);

Deno.test(
  "what a killed run left behind is swept, and what is in use is not",
  withSides(async ({ source, target, run }) => {
    writeFile(source, "file");
    await run();
    const abandoned = ".ferry-ffffff-00000000-0-0.tmp", inUse = ".ferry-ffffff-00000000-0-1.tmp";
    writeFile(target, abandoned);
    const held = inside(target, (folder) => fs.createNamed(folder, cString(inUse), 0));
    await run();
    const names = () => [...Deno.readDirSync(target)].map(({ name }) => name).sort();
    assertEquals(names(), [inUse, "file"].sort());
    fs.close(held);
    await run();
    assertEquals(names(), ["file"]);
  }),
);

testOrSkip(
  "symlinks and junctions are copied as such and never followed",
  notInWine("has no reparse points"),
  withSides(async ({ source, target, run }) => {
    Deno.mkdirSync(`${source}\\folder`);
    writeFile(`${source}\\folder`, "inside");
    inside(source, (folder) => {
      const junction = linkText("junction", `${source}\\folder`);
      assertEquals(fs.makeSymlink(junction, folder, cString("junction")), 0);
      assertEquals(fs.makeSymlink(linkText("folder", "folder"), folder, cString("symlink")), 0);
    });
    const summary = await run();
    assertEquals([summary.outcome, summary.linksCreated, summary.filesCopied], ["done", 2, 1]);
    inside(target, (folder) => {
      for (const name of ["junction", "symlink"]) {
        assert((statOf(folder, name) as FileStat).isSymlink, name);
      }
    });
    assertEquals((await run()).linksCreated, 0);
  }),
);

for (const [name, bytes] of [["small", 10], ["large", LARGE]] as const) {
  testOrSkip(
    `alternate data streams of a ${name} file are kept`,
    notInWine("has no alternate data streams"),
    withSides(async ({ source, target, run }) => {
      Deno.writeFileSync(`${source}\\file`, new Uint8Array(bytes));
      Deno.writeTextFileSync(`${source}\\file:note`, "more");
      await run();
      assertEquals(Deno.readTextFileSync(`${target}\\file:note`), "more");
    }),
  );
}

Deno.test(
  "ACLs are kept where they are asked for, set where they differ, and left alone else",
  withSides(async ({ source, target, run }) => {
    for (const [name, bytes] of [["small", 10], ["large", LARGE]] as const) {
      Deno.writeFileSync(`${source}\\${name}`, new Uint8Array(bytes));
      dropLastAce(source, name);
    }
    const asked = { required: { acls: true } };
    await run();
    assertNotEquals(securityOf(target, "small"), securityOf(source, "small"), "not asked for");
    for (const expected of [2, 0]) {
      const summary = await run(asked);
      assertEquals([summary.outcome, summary.metadataUpdated], ["done", expected]);
      for (const name of ["small", "large"]) {
        assertEquals(securityOf(target, name), securityOf(source, name), name);
      }
    }
    for (const name of ["small", "large"]) Deno.removeSync(`${target}\\${name}`);
    assertEquals((await run(asked)).filesCopied, 2);
    for (const name of ["small", "large"]) {
      assertEquals(securityOf(target, name), securityOf(source, name), `${name}, copied`);
    }
  }),
);
