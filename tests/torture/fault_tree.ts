// The trees that system calls fail in: small, and so made that a mirror of one onto the other makes
// every kind of call: new, replaced, linked, changed and deleted entries of each type.

import { setXattr } from "../support/entries.ts";
import { sh } from "../support/safety.ts";

/** Makes the source `s` and what the target has beforehand, `old`, in `dir`. */
export function makeFaultTrees(dir: string): void {
  sh(
    `mkdir -p s/{new/deep,changed,wide,over} old/{changed,gone/deep,over,gives_way}
     echo one >s/new/one; head -c 150K /dev/urandom >s/new/large; mkfifo s/new/fifo
     echo deep >s/new/deep/file; ln s/new/one s/new/second; ln -s one s/new/link
     truncate -s 300K s/sparse; echo data | dd of=s/sparse bs=1K seek=100 conv=notrunc status=none
     for i in {1..14}; do echo "wide $i" >s/wide/$i; done; mkdir s/wide/below; echo b >s/wide/below/b
     for i in 1 2 3 4; do echo "new version $i" >s/changed/$i; echo "old $i" >old/changed/$i; done
     cp -a s/changed/4 old/changed/4; chmod 600 old/changed/4; chown 7:9 old/changed/3
     head -c 150K /dev/urandom >s/changed/large; head -c 90K /dev/urandom >old/changed/large
     head -c 1100K /dev/urandom >s/resumed; ln -s same s/over/link; ln -s same old/over/link
     ln -s here s/changed/link; ln -s there old/changed/link
     mkfifo s/changed/fifo; mkfifo old/changed/fifo; ln s/changed/1 s/changed/hard
     mknod s/changed/device c 1 3; echo file >old/changed/device
     echo now a file >s/gives_way; echo x >old/gives_way/x; echo g >old/gone/g; echo d >old/gone/deep/d
     echo extra >old/extra; echo over >s/over/a; cp -a s/over/a old/over/a; chmod 751 s/over
     chmod 4750 s/changed/2; chown 3:4 s/changed/2 s/changed/fifo; chmod 640 s/changed/fifo
     find s -exec touch -hd @1500000000.123456789 {} +; find old -exec touch -hd @1400000000 {} +`,
    dir,
  );
  setXattr(`${dir}/s/new/one`, "user.new", "value");
  setXattr(`${dir}/s/over`, "user.folder", "value");
  setXattr(`${dir}/s/over/a`, "user.changed", "new");
  setXattr(`${dir}/old/over/a`, "user.changed", "old");
  setXattr(`${dir}/old/over/a`, "user.gone", "old");
  setXattr(`${dir}/s/changed/link`, "trusted.link", "value");
  setXattr(`${dir}/s/over/link`, "trusted.changed", "new");
  setXattr(`${dir}/old/over/link`, "trusted.changed", "old");
  setXattr(`${dir}/old/over/link`, "trusted.gone", "old");
  sh(
    "touch -r s/new/large s/over/a s/over old/over/a; touch -hr s/new/large s/over/link old/over/link",
    dir,
  );
}

/** Every path of both trees, as a traced process names them below `target`. */
export function faultPaths(dir: string, target: string): string[] {
  const list = (tree: string, as: string) =>
    sh("find . -printf '%P\\n'", `${dir}/${tree}`).split("\n").slice(0, -1)
      .map((path) => path === "" ? `${dir}/${as}` : `${dir}/${as}/${path}`);
  return [...new Set([...list("s", "s"), ...list("s", target), ...list("old", target)])];
}
