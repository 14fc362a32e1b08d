// Words that other tools have for commands, or that a newcomer may try, and what ferry has instead.

const VERIFY = "ferry verify SOURCE DEST names each difference";
const CAPABILITIES = "ferry capabilities PATH tells its room and what works there";
const MANUAL = "ferry help --man prints the manual page";
/** A tool's own name, typed behind ferry's. */
const TOOL = "type ferry copy or ferry mirror in its place";

const INSTEAD: ReadonlyMap<string, string> = new Map([
  ["moveto", "ferry move -T SOURCE DEST"],
  ["copyto", "ferry copy -T SOURCE DEST"],
  ["man", MANUAL],
  ["manual", MANUAL],
  ["version", "type ferry --version"],
  ["diff", VERIFY],
  ["compare", VERIFY],
  ["clone", "ferry copy SOURCE DEST clones where the file system can"],
  ["backup", "ferry mirror SOURCE DEST, which keeps no older versions"],
  ["about", CAPABILITIES],
  ["df", CAPABILITIES],
  ["features", CAPABILITIES],
  ["checksum", "ferry verify --check FILE DEST"],
  ["bisync", "ferry mirrors in one direction: ferry mirror SOURCE DEST"],
  ["rsync", TOOL],
  ["robocopy", TOOL],
  ["rclone", TOOL],
  ["xcopy", TOOL],
  ["ditto", TOOL],
]);

/** What to type instead of another tool's command; null if it is not known. */
export function insteadOf(name: string): string | null {
  return INSTEAD.get(name) ?? null;
}
