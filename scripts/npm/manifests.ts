// The package.json of each package. None has a script that npm would run at installation, and none needs a package but
// those of the executables.

import project from "../../deno.json" with { type: "json" };
import { suffixOf, type Target, TARGETS } from "../release/targets.ts";
import { packageFor, type Platform, PLATFORMS } from "./platforms.ts";

/** What is typed: `npm install -g @ferry/cli`. */
export const MAIN_PACKAGE = "@ferry/cli";

/** The licences of what is in an executable. */
export const THIRD_PARTY = "THIRD_PARTY.md";

/** What a package.json holds; `files` in it, beside what npm always packs. */
export type Manifest = Readonly<Record<string, unknown>> & { readonly name: string };

/** The package with the command. @param repository `OWNER/NAME` at the forge, which provenance is told by; null for none */
export function mainManifest(repository: string | null): Manifest {
  const { version } = project;
  const all = TARGETS.map((target) => packageFor(MAIN_PACKAGE, PLATFORMS[target]));
  return {
    ...common(MAIN_PACKAGE, repository),
    description: "Copies and mirrors local file trees: fast, faithful, safe to interrupt",
    keywords: ["copy", "mirror", "sync", "backup", "rsync", "cli"],
    engines: { node: ">=18" },
    bin: { ferry: "bin/ferry.cjs" },
    files: ["bin"],
    optionalDependencies: Object.fromEntries(all.map((name) => [name, version])),
  };
}

/** The package of one executable. */
export function platformManifest(target: Target, repository: string | null): Manifest {
  const platform: Platform = PLATFORMS[target];
  return {
    ...common(packageFor(MAIN_PACKAGE, platform), repository),
    description: `The executable of ${MAIN_PACKAGE} for ${target}`,
    os: [platform.os],
    cpu: [platform.cpu],
    ...platform.libc ? { libc: [platform.libc] } : {},
    files: ["bin", THIRD_PARTY],
    preferUnplugged: true,
  };
}

/** Where a package holds the executable. */
export function executableIn(target: Target): string {
  return `bin/ferry${suffixOf(target)}`;
}

function common(name: string, repository: string | null): Manifest {
  const url = `git+https://github.com/${repository}.git`;
  return {
    name,
    version: project.version,
    license: project.license,
    ...repository === null ? {} : { repository: { type: "git", url } },
  };
}
