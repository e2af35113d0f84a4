#!/usr/bin/env bash
# Checks the kernels in C alone: on this machine, and for arm64 under an emulator where one can be had.
# usage: check.sh FOLDER      what is built goes into FOLDER
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1
clang=$(dirname "$(command -v swift)")/clang
[ -x "$clang" ] || clang=clang
kernels=$root/Sources/CKernels
mkdir -p "$folder/arm64"

flags=(-O2 -I "$kernels" -I "$kernels/include")
if [ "$(uname -m)" = x86_64 ]; then wide=(-DKERNELS_WIDE "$root"/Tests/Kernels/wide*.c); fi
"$clang" "${flags[@]}" "${wide[@]}" "$root/Tests/Kernels/check.c" "$kernels"/*.c \
  -o "$folder/check" -lm
echo "$(uname -m): $("$folder/check")"

packages="gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user"
if ! command -v qemu-aarch64 aarch64-linux-gnu-gcc > /dev/null && [ "$(id -u)" = 0 ]; then
  # shellcheck disable=SC2086
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 $packages; } > "$folder/install.log" 2>&1 || true
fi
if ! command -v qemu-aarch64 > /dev/null || ! command -v aarch64-linux-gnu-gcc > /dev/null; then
  echo "arm64: not checked, for want of: $packages"
  exit 0
fi
for source in "$root/Tests/Kernels/check.c" "$kernels"/*.c; do
  "$clang" --target=aarch64-linux-gnu "${flags[@]}" -I /usr/aarch64-linux-gnu/include \
    -c "$source" -o "$folder/arm64/$(basename "$source" .c).o"
done
aarch64-linux-gnu-gcc -static "$folder"/arm64/*.o -o "$folder/check-arm64" -lm
echo "arm64: $(qemu-aarch64 "$folder/check-arm64")"
