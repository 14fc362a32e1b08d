#!/bin/sh
# Installs the programs that the benchmark compares ferry with and that few machines have: rclone from
# the system's packages, xcp, cpz and uutils' cp from crates.io into dist/rivals. Needs apt-get and cargo.
set -eu
cd "$(dirname "$0")/.."
rivals=$PWD/dist/rivals

command -v rclone >/dev/null || apt-get install -y -qq --no-install-recommends rclone >/dev/null

install() { # CRATE VERSION
  cargo install --quiet --locked --root "$rivals" --version "$2" "$1"
}
install xcp 0.24.9
install cpz 3.2.1
install uu_cp 0.12.0
mv "$rivals/bin/cp" "$rivals/bin/uu-cp" # under its own name it would stand for the system's cp

for program in xcp cpz uu-cp; do "$rivals/bin/$program" --version; done
rclone --version | head -1
