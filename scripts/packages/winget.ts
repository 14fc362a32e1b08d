// The three manifests for the repository of winget, under the paths that they have there.

import { archiveFor, DESCRIPTION, type Files, homepage, LICENSE, type Release } from "./release.ts";

const SCHEMA = "1.10.0";
/** The first Windows on which Deno's runtime starts. */
const FIRST_WINDOWS = "10.0.17763.0";
const LOCALE = "en-US";

export function winget(release: Release): Files {
  const owner = release.repository.split("/")[0];
  const id = `${owner}.ferry`;
  const { url, sha256, folder: inside } = archiveFor(release, "x86_64-pc-windows-msvc", ".zip");
  const page = homepage(release);
  const manifest = (type: string, lines: readonly string[]) =>
    [
      `# yaml-language-server: $schema=https://aka.ms/winget-manifest.${type}.${SCHEMA}.schema.json`,
      "",
      `PackageIdentifier: ${quoted(id)}`,
      `PackageVersion: ${quoted(release.version)}`,
      ...lines,
      `ManifestType: ${type}`,
      `ManifestVersion: ${SCHEMA}`,
      "",
    ].join("\n");
  const folder = `winget/manifests/${owner[0].toLowerCase()}/${owner}/ferry/${release.version}`;
  return {
    [`${folder}/${id}.yaml`]: manifest("version", [`DefaultLocale: ${LOCALE}`]),
    [`${folder}/${id}.installer.yaml`]: manifest("installer", [
      `MinimumOSVersion: ${FIRST_WINDOWS}`,
      "InstallerType: zip",
      "NestedInstallerType: portable",
      "NestedInstallerFiles:",
      `  - RelativeFilePath: ${quoted(`${inside}\\ferry.exe`)}`,
      "    PortableCommandAlias: ferry",
      "Installers:",
      "  - Architecture: x64",
      `    InstallerUrl: ${url}`,
      `    InstallerSha256: ${quoted(sha256.toUpperCase())}`,
    ]),
    [`${folder}/${id}.locale.${LOCALE}.yaml`]: manifest("defaultLocale", [
      `PackageLocale: ${LOCALE}`,
      `Publisher: ${quoted(owner)}`,
      `PublisherUrl: https://github.com/${owner}`,
      "PackageName: ferry",
      `PackageUrl: ${page}`,
      `License: ${LICENSE}`,
      `LicenseUrl: ${page}/blob/v${release.version}/LICENSE`,
      `ShortDescription: ${quoted(DESCRIPTION)}`,
      "Moniker: ferry",
      "Tags:",
      ...["backup", "cli", "copy", "mirror", "sync"].map((tag) => `  - ${tag}`),
      `ReleaseNotesUrl: ${page}/releases/tag/v${release.version}`,
    ]),
  };
}

/** As a string, whatever it looks like: YAML takes 1234 for a number, and a checksum as 12e34 as well. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
