// Trees that are extreme in one way: very many entries, very many links, very deep. Made by descriptor
// and without a call more than it takes, since some have a million entries.

import { cString } from "../../ffi/mod.ts";
import { makeFolder, native, pattern, rawName, succeeded } from "./entries.ts";

const MIB = 1 << 20;

/** A new folder of `count` files, one in a hundred of which has contents. */
export function makeFilledFolder(path: string, count: number): void {
  makeFolder(path);
  const folder = openFolder(path);
  for (let i = 0; i < count; i++) makeFileIn(folder, `file ${i}`, i % 100 === 0 ? `${i}` : "");
  native.close(folder);
}

/** A new folder of `count` folders with one file each. */
export function makeManyFolders(path: string, count: number): void {
  makeFolder(path);
  const folder = openFolder(path);
  for (let i = 0; i < count; i++) {
    const below = makeFolderIn(folder, `folder ${i}`);
    makeFileIn(below, "file", i % 100 === 0 ? `${i}` : "");
    native.close(below);
  }
  native.close(folder);
}

/** A new folder of `folders` folders; each of `files` files has one name in every one of them. */
export function makeLinkedFolders(path: string, folders: number, files: number): void {
  makeFolder(path);
  const root = openFolder(path);
  const handles = Array.from({ length: folders }, (_, i) => makeFolderIn(root, `folder ${i}`));
  for (let i = 0; i < files; i++) {
    const name = cString(`file ${i}`);
    makeFileIn(handles[0], `file ${i}`, `${i}`);
    for (const folder of handles.slice(1)) {
      succeeded(native.link(handles[0], name, folder, name), "link");
    }
  }
  for (const handle of [...handles, root]) native.close(handle);
}

/** A new folder with `levels` folders in each other, whose names have `nameBytes` bytes; each holds a file. */
export function makeDeepFolder(path: string, levels: number, nameBytes: number): void {
  makeFolder(path);
  let folder = openFolder(path);
  for (let level = 1; level <= levels; level++) {
    const below = makeFolderIn(folder, `${level}-`.padEnd(nameBytes, "x"));
    makeFileIn(below, "file", `${level}`);
    if (level % 100 === 0) makeFileIn(below, "large", pattern(100_000, level));
    if (level === levels) {
      succeeded(native.link(below, cString("file"), below, cString("second name")), "link");
      succeeded(native.makeSymlink(cString("file"), below, cString("symlink")), "symlink");
    }
    native.close(folder);
    folder = below;
  }
  native.close(folder);
}

/** Writes into the file at the bottom of what `makeDeepFolder` made, and removes a name beside it. */
export function changeDeepest(path: string, levels: number, nameBytes: number): void {
  let folder = openFolder(path);
  for (let level = 1; level <= levels; level++) {
    const name = cString(`${level}-`.padEnd(nameBytes, "x"));
    const below = succeeded(native.openFolderBeneath(folder, name, false), "open");
    native.close(folder);
    folder = below;
  }
  const file = succeeded(native.openForWriting(folder, cString("file")), "open");
  native.write(file, new TextEncoder().encode("changed"), 7, 0);
  native.close(file);
  succeeded(native.unlink(folder, cString("symlink")), "unlink");
  native.close(folder);
}

/** A file of whole MiB, no two alike, with a hole of `hole` MiB after the first. */
export function makeLargeFile(path: string, sizeMib: number, hole = 0): void {
  const slash = path.lastIndexOf("/");
  const folder = openFolder(path.slice(0, slash));
  const file = succeeded(
    native.createNamed(folder, rawName(path.slice(slash + 1)), 0o644),
    "create",
  );
  const block = pattern(MIB);
  for (let i = 0; i < sizeMib; i = i === 0 ? 1 + hole : i + 1) {
    new DataView(block.buffer).setUint32(i * 4 % MIB, 0xabcd0000 + i);
    succeeded(native.write(file, block, MIB, i * MIB), "write");
  }
  native.close(file);
  native.close(folder);
}

function openFolder(path: string): number {
  return succeeded(native.openFolder(rawName(path)), `open ${path}`);
}

function makeFolderIn(folder: number, name: string): number {
  const bytes = cString(name);
  succeeded(native.makeFolder(folder, bytes, 0o755), `mkdir ${name}`);
  return succeeded(native.openFolderBeneath(folder, bytes, false), `open ${name}`);
}

function makeFileIn(folder: number, name: string, contents: string | Uint8Array): void {
  const file = succeeded(native.createNamed(folder, cString(name), 0o644), `create ${name}`);
  if (contents.length > 0) {
    const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
    succeeded(native.write(file, bytes, bytes.length, 0), `write ${name}`);
  }
  native.close(file);
}
