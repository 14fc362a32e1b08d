#!/bin/sh
# image.sh ARCHITECTURE LIBRARIES EXECUTABLE IMAGE: fills the folder IMAGE with ferry and the libraries that it is
# linked to, out of a root folder of Debian's. Nothing of that architecture is run: a machine of another one can do it.
set -eu
architecture=$1 libraries=$2 executable=$3 image=$4

case $architecture in
  amd64) machine=x86_64 loader=lib64/ld-linux-x86-64.so.2 ;;
  arm64) machine=aarch64 loader=lib/ld-linux-aarch64.so.1 ;;
  *) echo "image.sh: no libraries are known for '$architecture'" >&2 && exit 2 ;;
esac
folder=lib/$machine-linux-gnu

mkdir -p "$image/bin" "$image/$folder" "$image/${loader%/*}"
cp -L "$libraries/$folder/${loader##*/}" "$image/$loader"
for name in libc.so.6 libdl.so.2 libgcc_s.so.1 libm.so.6 libpthread.so.0 librt.so.1; do
  cp -L "$libraries/$folder/$name" "$image/$folder/$name"
done
install -m 755 "$executable" "$image/bin/ferry"
