// Where each system keeps the files of a user's programs, by the variables that say so.

/** What a file is: settings, which the user writes, or state, which programs remember. */
export type UserFileKind = "settings" | "state";

type Variables = Readonly<Record<string, string | null | undefined>>;

interface FolderNames {
  /** Variables with the whole path of the folder. */
  readonly xdg: string;
  readonly windows: string;
  /** The folder below HOME where no variable is set. */
  readonly belowHome: readonly string[];
}

const FOLDERS: Readonly<Record<UserFileKind, FolderNames>> = {
  settings: { xdg: "XDG_CONFIG_HOME", windows: "APPDATA", belowHome: [".config"] },
  state: { xdg: "XDG_STATE_HOME", windows: "LOCALAPPDATA", belowHome: [".local", "state"] },
};
const BELOW_HOME_ON_MACOS = ["Library", "Application Support"];
const OWN_FOLDER = "ferry";

/** A place for a file: a folder that must be there, and the way to the file from it, which may be made. */
export interface UserFile {
  readonly base: string;
  /** Folders below the base, and the file last. */
  readonly below: readonly string[];
}

/** The variables that tell where files of a kind are. */
export function folderVariables(kind: UserFileKind): string[] {
  const { xdg, windows } = FOLDERS[kind];
  return ["HOME", xdg, windows];
}

/** Those that this system looks at, in their order. */
export function decidingVariables(kind: UserFileKind, os: typeof Deno.build.os): string[] {
  const { xdg, windows } = FOLDERS[kind];
  if (os === "windows") return [windows];
  return os === "darwin" ? ["HOME"] : [xdg, "HOME"];
}

/** Where ferry's file of a name is; null where the variables do not tell. */
export function userFileIn(
  kind: UserFileKind,
  name: string,
  variables: Variables,
  os: typeof Deno.build.os,
): UserFile | null {
  const own = [OWN_FOLDER, name];
  const { xdg, windows, belowHome } = FOLDERS[kind];
  if (os === "windows") {
    const base = variables[windows];
    return base ? { base, below: own } : null;
  }
  const folder = variables[xdg], home = variables.HOME;
  // A relative path is to be ignored (XDG Base Directory Specification).
  if (os !== "darwin" && folder?.startsWith("/")) {
    return { base: "/", below: [...folder.split("/").filter((part) => part !== ""), ...own] };
  }
  if (!home?.startsWith("/")) return null;
  return { base: home, below: [...os === "darwin" ? BELOW_HOME_ON_MACOS : belowHome, ...own] };
}

/** The path of such a file. */
export function userFilePath({ base, below }: UserFile, os = Deno.build.os): string {
  const separator = os === "windows" ? "\\" : "/";
  let end = base.length; // without a regular expression, which would be compiled at each start
  while (base[end - 1] === "/" || base[end - 1] === "\\") end--;
  return [base.slice(0, end), ...below].join(separator);
}
