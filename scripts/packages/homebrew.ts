// The formula for a tap of Homebrew, on macOS and on Linux.

import type { Target } from "../release/targets.ts";
import { archiveFor, DESCRIPTION, type Files, homepage, LICENSE, type Release } from "./release.ts";

export function homebrew(release: Release): Files {
  const download = (target: Target) => {
    const { url, sha256 } = archiveFor(release, target, ".tar.gz");
    return `      url "${url}"\n      sha256 "${sha256}"`;
  };
  return {
    "Formula/ferry.rb": `class Ferry < Formula
  desc "${DESCRIPTION}"
  homepage "${homepage(release)}"
  version "${release.version}"
  license "${LICENSE}"

  on_macos do
    on_arm do
${download("aarch64-apple-darwin")}
    end
    on_intel do
${download("x86_64-apple-darwin")}
    end
  end

  on_linux do
    on_arm do
${download("aarch64-unknown-linux-gnu")}
    end
    on_intel do
${download("x86_64-unknown-linux-gnu")}
    end
  end

  def install
    bin.install "ferry"
    generate_completions_from_executable(bin/"ferry", "completions", shells: [:bash, :zsh, :fish])
    (man1/"ferry.1").write Utils.safe_popen_read(bin/"ferry", "help", "--man")
  end

  test do
    (testpath/"source/file").write "contents"
    system bin/"ferry", "mirror", "source", "target"
    assert_equal "contents", (testpath/"target/file").read
  end
end
`,
  };
}
