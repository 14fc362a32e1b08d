// Operands that mean another machine's folder, or an option, to the tool that a user has in mind: whole runs.

import { assert, assertEquals } from "@std/assert";
import { runFerry } from "../support/ferry_process.ts";
import { withScratch } from "../support/safety.ts";
import { testOrSkip } from "../support/skip.ts";

Deno.test("checkOperands: another machine's folder is refused, and none is made of its name", async () => {
  await withScratch(async (dir) => {
    Deno.mkdirSync(`${dir}/s`);
    Deno.writeTextFileSync(`${dir}/s/a`, "a");
    for (
      const line of [
        "mirror s host:d",
        "copy s u@host::mod",
        "copy host:s d",
        "copy -t h:d s",
        "verify s h:d",
      ]
    ) {
      const { code, stderr } = await runFerry(line.split(" "), dir);
      const operand = line.split(" ").find((arg) => arg.includes(":"));
      assertEquals(code, 2, line);
      assert(stderr.includes(`a local name is typed './${operand}'`), stderr);
      assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
    }
    assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["s"]);
  });
});

Deno.test("checkOperands: an entry with a colon in its name, or ./ before it, is local", async () => {
  await withScratch(async (dir) => {
    Deno.mkdirSync(`${dir}/s:1/x`, { recursive: true });
    Deno.mkdirSync(`${dir}/t:2`);
    assertEquals((await runFerry(["mirror", "s:1", "t:2"], dir)).code, 0);
    assertEquals((await runFerry(["mirror", "s:1/x", "t:2/y:z"], dir)).code, 0);
    assertEquals((await runFerry(["mirror", "s:1", "./n:3"], dir)).code, 0);
    assert(
      Deno.statSync(`${dir}/n:3/x`).isDirectory && Deno.statSync(`${dir}/t:2/y:z`).isDirectory,
    );
  });
});

testOrSkip(
  "checkOperands: robocopy's options that are no paths here are explained",
  Deno.build.os === "windows" ? "they are options here" : null,
  async () => {
    await withScratch(async (dir) => {
      Deno.mkdirSync(`${dir}/s`);
      Deno.mkdirSync(`${dir}/d`);
      const { code, stderr } = await runFerry(["copy", "s", "d", "/MT:8"], dir);
      assertEquals(code, 2);
      assertEquals(
        stderr,
        "ferry: '/MT:8' is an option of robocopy, and a path here: type --jobs\n",
      );
    });
  },
);

testOrSkip(
  "checkOperands: a path of Windows is refused, and none is made of its name",
  Deno.build.os === "windows" ? "not on Windows" : null,
  async () => {
    await withScratch(async (dir) => {
      Deno.mkdirSync(`${dir}/s`);
      const isWindows = (path: string) =>
        `ferry: '${path}' is a Windows path; here it is a file name: type ./${path} if you mean that\n`;
      const isUnc = (path: string) =>
        `ferry: '${path}' is a UNC path of Windows: mount the share and name its folder; here it is a ` +
        `file name: type ./${path} if you mean that\n`;
      const refused: readonly (readonly [string[], string])[] = [
        [["copy", "s", "C:\\backup"], isWindows("C:\\backup")],
        [["mirror", "s", "D:"], isWindows("D:")],
        [["mirror", "d:/x", "n"], isWindows("d:/x")],
        [["copy", "s", "\\\\server\\share"], isUnc("\\\\server\\share")],
        [["copy", "-t", "\\\\server\\share", "s"], isUnc("\\\\server\\share")],
      ];
      for (const [args, message] of refused) {
        const { code, stderr } = await runFerry(args, dir);
        assertEquals({ code, stderr }, { code: 2, stderr: message }, args.join(" "));
      }
      assertEquals([...Deno.readDirSync(dir)].map(({ name }) => name), ["s"]);
      for (const name of ["C:\\backup", "\\\\server\\share"]) {
        assertEquals((await runFerry(["mirror", "s", `./${name}`], dir)).code, 0);
        assertEquals((await runFerry(["mirror", "s", name], dir)).code, 0);
        assertEquals((await runFerry(["mirror", "s", `${name}/x`], dir)).code, 0);
      }
    });
  },
);

Deno.test("checkOperands: a remote of rclone's and a URL are told apart from another machine", async () => {
  await withScratch(async (dir) => {
    Deno.mkdirSync(`${dir}/s`);
    const machine =
      "names another machine, and ferry copies local trees only: mount its folder (sshfs), or";
    const refused: readonly (readonly [string, string])[] = [
      ["s3:bucket/x", `${machine} use rsync or rclone;`],
      ["sftp://host/x", `${machine} use rsync or rclone;`],
      ["u@host:x", `${machine} use rsync;`],
      ["host::mod", `${machine} use rsync;`],
      ["rsync://host/mod", `${machine} use rsync;`],
      ["https://host/x", "is a URL, and ferry copies local trees only: use curl or rclone;"],
      ["file:///a%20b%C3%A4", "is a URL: type its path, '/a bä';"],
      ["file://localhost/a%FF", "is a URL: type its path, '/a%FF';"],
      ["file:///a%0Ab", "is a URL: type its path, '/a%0Ab';"],
      ["HTTP://host/x", "is a URL, and ferry copies local trees only: use curl or rclone;"],
    ];
    for (const [operand, text] of refused) {
      const { code, stderr } = await runFerry(["copy", operand, "d"], dir);
      const message = `ferry: '${operand}' ${text} a local name is typed './${operand}'\n`;
      assertEquals({ code, stderr }, { code: 2, stderr: message });
    }
  });
});

Deno.test("rootsFrom: what to type instead of several SOURCEs where one is taken", async () => {
  await withScratch(async (dir) => {
    for (const name of ["photos", "docs", "m", "n"]) Deno.mkdirSync(`${dir}/${name}`);
    const quoting = "quote names that contain spaces";
    const cases: readonly (readonly [string, string, string])[] = [
      [
        "mirror photos docs/ e",
        "docs/",
        "mirror each to its own: e/photos, e/docs; or ferry copy photos docs/ e",
      ],
      [
        "copy -T photos docs e/",
        "docs",
        "copy each to its own: e/photos, e/docs; or ferry copy photos docs e/",
      ],
      ["verify photos docs e", "docs", "verify each with its own: e/photos, e/docs"],
      [
        "mirror photos docs m n e",
        "docs",
        "mirror each to its own: e/photos, e/docs ...; or ferry copy SOURCE... e",
      ],
      [
        "mirror photos e *.jpg",
        "*.jpg",
        "to choose by name, leave '*.jpg' out and type --include '*/' --include '*.jpg' --exclude '*'",
      ],
      ["mirror my photos e", "e", quoting],
      ["mirror . docs e", "e", quoting],
    ];
    for (const [line, extra, advice] of cases) {
      const { code, stderr } = await runFerry(line.split(" "), dir);
      assertEquals(code, 2, line);
      const [message, second] = stderr.trimEnd().split("\n");
      assertEquals(message.split("; ")[1], `'${extra}' is one too many`, stderr);
      assertEquals(second, `ferry: ${advice}`, stderr);
    }
  });
});

Deno.test("nestingNotice: where a SOURCE that ends in a slash arrives is said once, and only then", async () => {
  await withScratch(async (dir) => {
    Deno.mkdirSync(`${dir}/photos`);
    Deno.mkdirSync(`${dir}/there`);
    Deno.writeTextFileSync(`${dir}/photos/a`, "a");
    const notice =
      "ferry: 'photos/' is copied to 'there/photos'; -T puts its contents into 'there'\n";
    const cases: readonly (readonly [string, string])[] = [
      ["copy -an photos/ there", notice],
      ["copy -a photos/ there/", notice],
      ["copy -a photos there", ""],
      ["copy -a photos/ new", ""],
      ["copy -aT photos/ there", ""],
      ["copy -a -t there photos/", ""],
      ["copy -aq photos/ there", ""],
      ["copy -an photos/. there", ""],
      ["mirror photos/ there", ""],
    ];
    for (const [line, message] of cases) {
      const { code, stderr } = await runFerry(line.split(" "), dir);
      assertEquals({ code, stderr }, { code: 0, stderr: message }, line);
    }
  });
});
