// Trees of which file systems show parts elsewhere.

/** `s` with folders in folders, and empty folders to mount on: `d`, `low` and `w`. */
export const TREE = `mkdir -p s/sub/in/deep d low w
  echo a | tee s/a s/sub/extra s/sub/in/extra s/sub/in/deep/f >/dev/null`;

/** Which folder of DEST or SOURCE is shown as which of the other, and what stands there before. */
export const SHOWN_PARTS = {
  "a folder of DEST in SOURCE": {
    made: "mkdir -p s/v d/a/sub; echo s >s/f; echo a >d/a/x; echo b >d/a/sub/y; echo o >d/old",
    shown: "d/a s/v",
  },
  "a folder of DEST in its counterpart in SOURCE": {
    made: "mkdir -p s/a/v d/a/sub; echo s >s/a/f; echo a >d/a/x; echo b >d/a/sub/y",
    shown: "d/a s/a/v",
  },
  "an empty folder of DEST in its counterpart in SOURCE": {
    made: "mkdir -p s/a/v d/a; echo s >s/a/f",
    shown: "d/a s/a/v",
  },
  "a folder of SOURCE in DEST": {
    made: "mkdir -p s/sub/deep s/x d/x; echo s >s/sub/f; echo t >s/sub/deep/g; echo u >s/x/h",
    shown: "s/sub d/x",
  },
};
