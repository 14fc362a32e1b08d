class Ferry < Formula
  desc "Copies and mirrors local file trees, fast and faithfully"
  homepage "https://github.com/Some-One/ferry"
  version "1.2.3"
  license "MIT"

  on_macos do
    on_arm do
      url "https://github.com/Some-One/ferry/releases/download/v1.2.3/ferry-1.2.3-aarch64-apple-darwin.tar.gz"
      sha256 "6666666666666666666666666666666666666666666666666666666666666666"
    end
    on_intel do
      url "https://github.com/Some-One/ferry/releases/download/v1.2.3/ferry-1.2.3-x86_64-apple-darwin.tar.gz"
      sha256 "5555555555555555555555555555555555555555555555555555555555555555"
    end
  end

  on_linux do
    on_arm do
      url "https://github.com/Some-One/ferry/releases/download/v1.2.3/ferry-1.2.3-aarch64-unknown-linux-gnu.tar.gz"
      sha256 "3333333333333333333333333333333333333333333333333333333333333333"
    end
    on_intel do
      url "https://github.com/Some-One/ferry/releases/download/v1.2.3/ferry-1.2.3-x86_64-unknown-linux-gnu.tar.gz"
      sha256 "1111111111111111111111111111111111111111111111111111111111111111"
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
