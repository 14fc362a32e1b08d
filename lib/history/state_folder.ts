// Where a system keeps what a user's programs remember.

/** The variables that say so. */
export const STATE_VARIABLES = ["XDG_STATE_HOME", "HOME", "LOCALAPPDATA"] as const;

/** A place for the history: a folder that must be there, and the path of the file from it. What is between is made. */
export interface HistoryPlace {
  readonly base: string;
  /** Folders below the base, which are made, and the file last. */
  readonly below: readonly string[];
}

/** Where the history is; null where the variables do not tell. */
export function historyPlaceIn(
  variables: Readonly<Record<string, string | null | undefined>>,
  os: typeof Deno.build.os,
): HistoryPlace | null {
  const own = ["ferry", "history.jsonl"];
  const { XDG_STATE_HOME, HOME, LOCALAPPDATA } = variables;
  if (os === "windows") return LOCALAPPDATA ? { base: LOCALAPPDATA, below: own } : null;
  // A relative path is to be ignored (XDG Base Directory Specification).
  if (os !== "darwin" && XDG_STATE_HOME?.startsWith("/")) {
    return {
      base: "/",
      below: [...XDG_STATE_HOME.split("/").filter((part) => part !== ""), ...own],
    };
  }
  if (!HOME?.startsWith("/")) return null;
  const folders = os === "darwin" ? ["Library", "Application Support"] : [".local", "state"];
  return { base: HOME, below: [...folders, ...own] };
}

/** The path of the file. */
export function historyPathOf({ base, below }: HistoryPlace): string {
  return [base.replace(/(?<=.)[/\\]+$/, ""), ...below].join("/").replace(/^\/\//, "/");
}
