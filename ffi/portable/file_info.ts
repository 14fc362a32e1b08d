// Deno.FileInfo in the layout of a FileStat. Times come in milliseconds, device and inode numbers as
// doubles, and on Windows there are no mode bits.

import {
  type FileStat,
  S_IFBLK,
  S_IFCHR,
  S_IFDIR,
  S_IFIFO,
  S_IFLNK,
  S_IFMT,
  S_IFREG,
  S_IFSOCK,
  WORD,
} from "../file_stat.ts";

const TWO_32 = 2 ** 32;
const MS_PER_SECOND = 1000;
const NS_PER_MS = 1_000_000;
/** For systems without mode bits: those of a file that is made with the usual umask. */
const PERMISSIONS_OF_FILES = 0o644;
const PERMISSIONS_OF_FOLDERS = 0o755;

/** Writes what Deno tells of an entry into `to`. */
export function fillFileStat(from: Deno.FileInfo, to: FileStat): void {
  const { words } = to;
  const wide = (word: number, value: number) => {
    words[word] = value % TWO_32;
    words[word + 1] = Math.floor(value / TWO_32);
  };
  const time = (word: number, date: Date | null) => {
    const ms = date?.getTime() ?? 0;
    const seconds = Math.floor(ms / MS_PER_SECOND);
    wide(word, seconds);
    words[word + 2] = (ms - seconds * MS_PER_SECOND) * NS_PER_MS;
  };
  const device = (word: number, value: number) => {
    words[word] = Math.floor(value / TWO_32);
    words[word + 1] = value % TWO_32;
  };
  words[WORD.nlink] = from.nlink ?? 1;
  words[WORD.uid] = from.uid ?? 0;
  words[WORD.gid] = from.gid ?? 0;
  words[WORD.mode] = modeOf(from);
  wide(WORD.ino, from.ino ?? 0);
  if (!Number.isSafeInteger(from.ino)) words[WORD.ino] ^= discriminator(from);
  wide(WORD.size, from.size);
  wide(WORD.blocks, from.blocks ?? Math.ceil(from.size / 512));
  time(WORD.atime, from.atime);
  time(WORD.ctime, from.ctime);
  time(WORD.mtime, from.mtime);
  device(WORD.devMajor, from.dev);
  device(WORD.rdevMajor, from.rdev ?? 0);
}

/** Access and modification time as Deno takes them. */
export function datesOf(stat: FileStat): [atime: Date, mtime: Date] {
  return [dateAt(stat, WORD.atime), dateAt(stat, WORD.mtime)];
}

function dateAt({ words }: FileStat, word: number): Date {
  const seconds = words[word] + (words[word + 1] | 0) * TWO_32;
  return new Date(seconds * MS_PER_SECOND + Math.floor(words[word + 2] / NS_PER_MS));
}

function modeOf(info: Deno.FileInfo): number {
  const mode = info.mode ?? 0;
  if ((mode & S_IFMT) !== 0) return mode;
  return typeOf(info) |
    (mode !== 0 ? mode : info.isDirectory ? PERMISSIONS_OF_FOLDERS : PERMISSIONS_OF_FILES);
}

function typeOf(info: Deno.FileInfo): number {
  if (info.isDirectory) return S_IFDIR;
  if (info.isSymlink) return S_IFLNK;
  if (info.isFifo) return S_IFIFO;
  if (info.isSocket) return S_IFSOCK;
  if (info.isCharDevice) return S_IFCHR;
  return info.isBlockDevice ? S_IFBLK : S_IFREG;
}

/**
 * Deno rounds inode numbers above 2^53 (overlayfs sets high bits, NTFS counts reuse there), so that neighbours
 * have the same. Facts that do not change by themselves distinguish them.
 */
function discriminator(info: Deno.FileInfo): number {
  const mixed = [info.size, info.birthtime?.getTime() ?? 0, info.mtime?.getTime() ?? 0];
  return mixed.reduce((sum, value) => Math.imul(sum ^ (value % TWO_32), 0x9e3779b1), 1);
}
