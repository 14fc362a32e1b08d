// What the AUR of Arch Linux takes: the PKGBUILD, and what makepkg --printsrcinfo makes of it.

import type { Target } from "../release/targets.ts";
import { archiveFor, DESCRIPTION, type Files, homepage, LICENSE, type Release } from "./release.ts";

/** The name for a package of a program that was made elsewhere. */
const NAME = "ferry-bin";
const MACHINES: Readonly<Record<string, Target>> = {
  x86_64: "x86_64-unknown-linux-gnu",
  aarch64: "aarch64-unknown-linux-gnu",
};

export function aur(release: Release): Files {
  return {
    [`aur/${NAME}/PKGBUILD`]: pkgbuild(release),
    [`aur/${NAME}/.SRCINFO`]: srcinfo(release),
  };
}

/** strip(1) takes away what deno compile has put behind the program. */
function pkgbuild(release: Release): string {
  const sources = Object.entries(MACHINES).flatMap(([machine, target]) => {
    const { url, sha256 } = archiveFor(release, target, ".tar.zst");
    return [`source_${machine}=("${url}")`, `sha256sums_${machine}=('${sha256}')`];
  });
  return `# The program is made elsewhere; strip would take away a part of it.
pkgname=${NAME}
pkgver=${release.version}
pkgrel=1
pkgdesc='${DESCRIPTION}'
arch=(${Object.keys(MACHINES).join(" ")})
url='${homepage(release)}'
license=(${LICENSE})
depends=(glibc gcc-libs)
provides=(ferry)
conflicts=(ferry)
options=('!strip' '!debug')
${sources.join("\n")}

build() {
  cd "ferry-$pkgver-$CARCH-unknown-linux-gnu"
  ./ferry help --man >ferry.1
  for shell in bash zsh fish; do ./ferry completions "$shell" >"completions.$shell"; done
}

package() {
  cd "ferry-$pkgver-$CARCH-unknown-linux-gnu"
  install -Dm755 ferry "$pkgdir/usr/bin/ferry"
  install -Dm644 LICENSE "$pkgdir/usr/share/licenses/$pkgname/LICENSE"
  install -Dm644 ferry.1 "$pkgdir/usr/share/man/man1/ferry.1"
  install -Dm644 completions.bash "$pkgdir/usr/share/bash-completion/completions/ferry"
  install -Dm644 completions.zsh "$pkgdir/usr/share/zsh/site-functions/_ferry"
  install -Dm644 completions.fish "$pkgdir/usr/share/fish/vendor_completions.d/ferry.fish"
}
`;
}

function srcinfo(release: Release): string {
  const fields: [string, string][] = [
    ["pkgdesc", DESCRIPTION],
    ["pkgver", release.version],
    ["pkgrel", "1"],
    ["url", homepage(release)],
    ...Object.keys(MACHINES).map((machine): [string, string] => ["arch", machine]),
    ["license", LICENSE],
    ["depends", "glibc"],
    ["depends", "gcc-libs"],
    ["provides", "ferry"],
    ["conflicts", "ferry"],
    ["options", "!strip"],
    ["options", "!debug"],
    ...Object.entries(MACHINES).flatMap(([machine, target]): [string, string][] => {
      const { url, sha256 } = archiveFor(release, target, ".tar.zst");
      return [[`source_${machine}`, url], [`sha256sums_${machine}`, sha256]];
    }),
  ];
  const lines = fields.map(([name, value]) => `\t${name} = ${value}`);
  return [`pkgbase = ${NAME}`, ...lines, "", `pkgname = ${NAME}`, ""].join("\n");
}
