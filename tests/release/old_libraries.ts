// C libraries of other systems than this one: fetched by apt, held against their digests, unpacked, and kept for later runs.

import { join } from "@std/path";
import { cacheFolder } from "../../scripts/support/cache_folder.ts";
import { exists } from "../../scripts/support/exists.ts";
import { needsPrograms } from "../support/programs.ts";
import { sh } from "../support/safety.ts";

const CACHE = join(cacheFolder(), "ferry-old-libraries");

/** Packages of one system. */
interface System {
  /** For apt. */
  readonly source: string;
  /** Name and version as apt takes them, and the SHA-256 of the file. */
  readonly packages: readonly (readonly [name: string, sha256: string])[];
}

const SYSTEMS = {
  /** The oldest that Deno's runtime asks for. */
  "glibc 2.27": {
    source: "http://archive.ubuntu.com/ubuntu bionic main",
    packages: [
      ["libc6=2.27-3ubuntu1", "1e1eb86fd646aa68f7144ec692b837b6b352d215880c6a2d0c92c19d36938427"],
      [
        "libgcc1=1:8-20180414-1ubuntu2",
        "c5a6df527fdfe0da45ff0538414535a04a6753e93a9f5902689cf1a73265423b",
      ],
    ],
  },
  /** Debian 11's. */
  "glibc 2.31": {
    source: "http://deb.debian.org/debian bullseye main",
    packages: [
      [
        "libc6=2.31-13+deb11u11",
        "05f7264da867b37f4c5ce49266b558ea1e81e05a9464f623152fca70f3550282",
      ],
      ["libgcc-s1=10.2.1-6", "e478f2709d8474165bb664de42e16950c391f30eaa55bc9b3573281d83a29daf"],
    ],
  },
  /** Alpine's library, in Debian 12. */
  musl: {
    source: "http://deb.debian.org/debian bookworm main",
    packages: [
      ["musl=1.2.3-1", "4fc1e3d9b579f5c682ca99a4d45aec08d72a2e6b82b4c2e1bbcb7095466ae96d"],
    ],
  },
} as const satisfies Record<string, System>;

type SystemName = keyof typeof SYSTEMS;

/** A folder as the root of that system would be, or why there is none. */
export type Libraries = { readonly root: string; readonly reason: null } | {
  readonly root: "";
  readonly reason: string;
};

/** Gives the libraries of a system, of x86-64. */
export function librariesOf(name: SystemName): Libraries {
  const missing = Deno.build.arch !== "x86_64"
    ? "not x86-64"
    : needsPrograms("apt-get", "dpkg-deb", "sha256sum");
  if (missing !== null) return { root: "", reason: missing };
  const root = join(CACHE, name.replace(" ", "-"));
  try {
    if (!exists(root)) fetchInto(root, SYSTEMS[name]);
    return { root, reason: null };
  } catch (error) {
    return { root: "", reason: `${name}: ${(error as Error).message.trim().split("\n").at(-1)}` };
  }
}

/** In a folder of its own, which gets its name when it is whole: apt's own lists and settings are left alone. */
function fetchInto(root: string, { source, packages }: System): void {
  Deno.mkdirSync(CACHE, { recursive: true });
  const folder = Deno.makeTempDirSync({ dir: CACHE });
  try {
    const names = packages.map(([name]) => `'${name}'`).join(" ");
    // Not by the keys of that system, which are not here: by the digests below.
    Deno.writeTextFileSync(`${folder}/sources.list`, `deb [trusted=yes] ${source}\n`);
    sh(
      `mkdir -p lists/partial cache/archives/partial packages root
       apt() { apt-get -qq -o APT::Architecture=amd64 -o Acquire::Languages=none -o APT::Sandbox::User=root \\
         -o Dir::Etc::SourceList="$PWD/../sources.list" -o Dir::Etc::SourceParts=/dev/null \\
         -o Dir::State::Lists="$PWD/../lists" -o Dir::Cache="$PWD/../cache" "$@" >&2; }
       cd packages; apt update; apt download ${names}`,
      folder,
    );
    const digests = sh("sha256sum packages/*.deb | cut -d ' ' -f 1", folder).trim().split("\n");
    const expected = packages.map(([, sha256]) => sha256);
    if (digests.toSorted().join() !== expected.toSorted().join()) {
      throw new Error(`packages of '${source}' are others than expected: ${digests}`);
    }
    sh(`for package in packages/*.deb; do dpkg-deb -x "$package" root; done`, folder);
    Deno.renameSync(`${folder}/root`, root);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}
