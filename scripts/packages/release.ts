// A release as the package managers see it: where its executables are, and their checksums.

import { releaseName, type Target } from "../release/targets.ts";

/** What all of them say ferry is. */
export const DESCRIPTION = "Copies and mirrors local file trees, fast and faithfully";
export const LICENSE = "MIT";

export interface Release {
  readonly version: string;
  /** OWNER/NAME on GitHub. */
  readonly repository: string;
  /** SHA-256 of each file of the release, by its name. */
  readonly checksums: ReadonlyMap<string, string>;
  /** SHA-256 of the text of the licence, which is in the repository and not among those files. */
  readonly licenseChecksum: string;
}

/** A file that a package manager fetches. */
export interface Download {
  readonly name: string;
  readonly url: string;
  readonly sha256: string;
}

/** Files by their path below the folder that is given to a package manager. */
export type Files = Readonly<Record<string, string>>;

const LINE = /^([0-9a-f]{64}) [ *](\S+)$/;

/** Reads a list as sha256sum(1) writes it. @throws {Error} for a line that is none */
export function readChecksums(text: string): Map<string, string> {
  const checksums = new Map<string, string>();
  for (const line of text.split("\n").filter((line) => line !== "")) {
    const [, sha256, name] = LINE.exec(line) ?? [];
    if (name === undefined) throw new Error(`SHA256SUMS: not a checksum and a name: '${line}'`);
    checksums.set(name, sha256);
  }
  return checksums;
}

export function homepage({ repository }: Release): string {
  return `https://github.com/${repository}`;
}

/** The executable for a target. @throws {Error} where the release has none */
export function executableFor(release: Release, target: Target): Download {
  const name = releaseName(release.version, target);
  const sha256 = release.checksums.get(name);
  if (sha256 === undefined) throw new Error(`SHA256SUMS: has no '${name}'`);
  return {
    name,
    url: `${homepage(release)}/releases/download/v${release.version}/${name}`,
    sha256,
  };
}
