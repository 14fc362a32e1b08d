// Translates paths as users type them on Windows (`C:\data`, `data/old`, `\\server\share\x`, `\\?\C:\x`) into the form
// of the system's own calls, which take every name as it is: names that end in a dot or a space, `con`, and names in
// paths of more than 260 characters.

import type { PathRules } from "../calls/paths.ts";
import { isGranted } from "../permission.ts";

const ROOT = /^(?:[A-Za-z]:\/?|\/\/[^/]+(?:\/[^/]+\/?)?|\/)/;
const VERBATIM = /^\/\/[?.]\//;
const DRIVE = /^[A-Za-z]:/;

/** The typed path with slashes, as ferry writes paths; a path relative to a drive's working folder is made absolute. */
export function withSlashes(typed: string): string {
  const path = typed.replaceAll("\\", "/");
  if (!/^[A-Za-z]:(?!\/)/.test(path)) return path;
  const here = Deno.cwd().replaceAll("\\", "/");
  // Only the working folder of the current drive is known.
  const isHere = here.slice(0, 2).toLowerCase() === path.slice(0, 2).toLowerCase();
  return `${isHere ? here.replace(/\/$/, "") : path.slice(0, 2)}/${path.slice(2)}`;
}

/** The part of a path with slashes that names a root: `C:/`, `C:`, `//server/share/`, `/`, or nothing. */
export function rootOf(path: string): string {
  const verbatim = VERBATIM.exec(path)?.[0] ?? "";
  const rest = path.slice(verbatim.length);
  if (verbatim === "") return ROOT.exec(path)?.[0] ?? "";
  if (/^UNC\//i.test(rest)) return verbatim + (/^UNC\/[^/]*(?:\/[^/]*\/?)?/i.exec(rest)![0]);
  return verbatim + (/^[^/]*\/?/.exec(rest)![0]);
}

/** The absolute path in the system's form, `\??\C:\data`; null if it names nothing. */
export function ntPath(typed: string): string | null {
  const path = withSlashes(typed);
  if (path === "" || path.includes("\0")) return null;
  if (VERBATIM.test(path)) return `\\??\\${path.slice(4).replaceAll("/", "\\")}`;
  const root = rootOf(path);
  const absolute = absoluteRoot(root);
  if (absolute === null) return null;
  const parts: string[] = [...absolute.below];
  for (const part of path.slice(root.length).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return absolute.root + parts.join("\\");
}

/** The start of a path: a root in the system's form, and for a relative path the folders below it. */
interface Start {
  readonly root: string;
  readonly below: readonly string[];
}

function absoluteRoot(root: string): Start | null {
  if (root.startsWith("//")) {
    const [server, share] = root.slice(2).split("/");
    return share ? { root: `\\??\\UNC\\${server}\\${share}\\`, below: [] } : null;
  }
  if (DRIVE.test(root) && root.endsWith("/")) return { root: `\\??\\${root[0]}:\\`, below: [] };
  const here = startOf(Deno.cwd());
  if (root === "") return here;
  if (root === "/") return here === null ? null : { root: here.root, below: [] };
  return null;
}

function startOf(folder: string): Start | null {
  const path = withSlashes(folder);
  const root = rootOf(path);
  const start = VERBATIM.test(path)
    ? { root: `\\??\\${root.slice(4).replaceAll("/", "\\")}`, below: [] }
    : absoluteRoot(root);
  return start &&
    { root: start.root, below: path.slice(root.length).split("/").filter((part) => part !== "") };
}

/** UTF-16 units of a path that begins with \\\\?\\, as ferry's all do. */
const LONGEST_PATH = 32_767;

/** How users write paths on Windows. */
export function windowsPaths(): PathRules {
  return {
    withSlashes,
    rootOf,
    longestPath: LONGEST_PATH,
    pathUnit: "UTF-16 units",
    systemFolder: systemFolder(),
  };
}

/** The root of the drive that holds Windows. */
function systemFolder(): string {
  return `${environmentVariable("SystemDrive") ?? "C:"}/`;
}

function environmentVariable(name: string): string | undefined {
  try {
    return isGranted({ name: "env", variable: name }) ? Deno.env.get(name) : undefined;
  } catch {
    return undefined;
  }
}
