# shellcheck shell=bash disable=SC2154 # check.sh sets them
# The executable itself: macOS runs none on Apple silicon whose signature it does not take.
enter program
if [[ -z ${FERRY:-} ]]; then
  skip "the executable's signature" "no FERRY=path of an executable, compiled on another machine if possible"
else
  program=$(command -v "$FERRY")
  check "codesign knows a signature" codesign -dv "$program"
  check "and finds it whole" codesign --verify --strict "$program"
  check "it runs" "$program" --version
fi
