// A release as the package managers see it: where its archives are, and their checksums.

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
}

/** An archive that a package manager fetches. */
export interface Download {
  readonly url: string;
  readonly sha256: string;
  /** The folder in it, which has the program, its licence and its documents. */
  readonly folder: string;
}

/** Files by their path below the folder that is given to a package manager. */
export type Files = Readonly<Record<string, string>>;

export function homepage({ repository }: Release): string {
  return `https://github.com/${repository}`;
}

/** An executable's folder in archives, and their name without its end. */
export function folderFor(version: string, target: Target): string {
  return releaseName(version, target).replace(/\.exe$/, "");
}

/** An executable as an archive. @throws {Error} where the release has none */
export function archiveFor(
  release: Release,
  target: Target,
  end: ".tar.gz" | ".tar.zst" | ".zip",
): Download {
  const folder = folderFor(release.version, target);
  const sha256 = release.checksums.get(folder + end);
  if (sha256 === undefined) throw new Error(`SHA256SUMS: has no '${folder}${end}'`);
  const releases = `${homepage(release)}/releases/download`;
  return { url: `${releases}/v${release.version}/${folder}${end}`, sha256, folder };
}
