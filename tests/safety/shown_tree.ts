// The tree of which file systems show parts elsewhere.

/** `s` with folders in folders, and empty folders to mount on: `d`, `low` and `w`. */
export const TREE = `mkdir -p s/sub/in/deep d low w
  echo a | tee s/a s/sub/extra s/sub/in/extra s/sub/in/deep/f >/dev/null`;
