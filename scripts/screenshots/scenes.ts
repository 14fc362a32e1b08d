// What the pictures show: commands that are typed one after the other on a small tree, and when the screen is taken.

/** A picture. */
export interface Scene {
  /** Of its file. */
  readonly name: string;
  /** What it is said to show. */
  readonly label: string;
  /** Makes what the commands name, in bash. */
  readonly setup: string;
  readonly typed: readonly string[];
  /** What the screen shows when it is taken; null once the last command has ended. */
  readonly until: RegExp | null;
}

export const COLUMNS = 80;
export const ROWS = 24;

export const SCENES: readonly Scene[] = [
  {
    name: "mirror",
    label: "A dry run of ferry mirror says what it would do; the run then shows its progress",
    setup: `mkdir -p photos/2025 backup; for i in $(seq 1 40); do echo $i >photos/2025/$i.jpg; done
      echo a >photos/notes.txt; cp -a photos/. backup; echo b >>photos/notes.txt
      mkdir photos/2026; for name in lake sunrise 湖; do
        head -c 12000000 /dev/urandom >photos/2026/$name.mov
      done; echo old >backup/2025/old.jpg
      touch -r photos backup; touch -r photos/2025 backup/2025`,
    typed: [
      "ferry mirror -n photos backup",
      "ferry mirror --bwlimit 8M photos backup",
    ],
    until: /\[=+> *\] +[4-7]\d%/,
  },
  {
    name: "verify",
    label: "ferry verify names each difference; a mirror that would delete too much is stopped",
    setup: `mkdir -p photos/2025; for i in $(seq 1 40); do echo $i >photos/2025/$i.jpg; done
      cp -a photos backup; echo x >>photos/2025/7.jpg; chmod 600 backup/2025/8.jpg
      rm backup/2025/9.jpg; echo c >backup/2025/b.jpg; echo c >backup/c.jpg
      touch -r backup/2025/7.jpg photos/2025/7.jpg
      touch -r photos backup; touch -r photos/2025 backup/2025`,
    typed: [
      "ferry verify photos backup; echo $?",
      "ferry mirror --max-delete 1 photos backup; echo $?",
    ],
    until: null,
  },
];
