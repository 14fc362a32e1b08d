// The manifest for a bucket of Scoop, which finds later versions by itself.

import {
  archiveFor,
  DESCRIPTION,
  type Files,
  folderFor,
  homepage,
  LICENSE,
  type Release,
} from "./release.ts";

const TARGET = "x86_64-pc-windows-msvc";

export function scoop(release: Release): Files {
  const { url, sha256, folder } = archiveFor(release, TARGET, ".zip");
  const page = homepage(release);
  const later = folderFor("$version", TARGET);
  const manifest = {
    version: release.version,
    description: DESCRIPTION,
    homepage: page,
    license: LICENSE,
    architecture: { "64bit": { url, hash: sha256, extract_dir: folder } },
    bin: "ferry.exe",
    checkver: { github: page },
    autoupdate: {
      architecture: {
        "64bit": {
          url: `${page}/releases/download/v$version/${later}.zip`,
          hash: { url: "$baseurl/SHA256SUMS" },
          extract_dir: later,
        },
      },
    },
  };
  return { "bucket/ferry.json": JSON.stringify(manifest, null, 4) + "\n" };
}
