#!/usr/bin/env node
// What npm puts on the PATH as `ferry`. ferry is an executable, one for each system, in a package of its own: this finds it
// and hands over to it. Where Node can, it becomes it; elsewhere it waits for it and ends as it ends.
"use strict";

const { accessSync, closeSync, constants, openSync, readSync } = require("node:fs");
const process = require("node:process");

/** The executable cannot be started; as for ferry's own usage errors, nothing was touched. */
const EXIT_NOT_STARTED = 2;
/** What a terminal or a system sends in order to stop ferry, which cleans up first. */
const STOPPING = ["SIGINT", "SIGTERM", "SIGHUP"];
/** How what a system executes begins: on Linux, on a Mac, on Windows, and scripts. */
const PROGRAMS = ["\x7fELF", "\xcf\xfa\xed\xfe", "MZ", "#!"];
const isWindows = process.platform === "win32";

const executable = find();
if (executable !== null && isWhole(executable)) handOver(executable);

/** The path of the executable; null, after a message, where there is none. */
function find() {
  const { name, version, optionalDependencies } = require("../package.json");
  const wanted = `${name}-${process.platform}-${process.arch}`;
  if (!Object.hasOwn(optionalDependencies, wanted)) {
    const all = Object.keys(optionalDependencies).map((each) => each.slice(name.length + 1));
    fail(
      `there is no executable for ${process.platform}-${process.arch}, only for ${all.join(", ")}`,
    );
    return null;
  }
  try {
    return require.resolve(`${wanted}/bin/ferry${isWindows ? ".exe" : ""}`);
  } catch {
    fail(
      hasOtherLibc()
        ? "the executable needs glibc, which this system does not have: run ferry from source there, with Deno"
        : `the package ${wanted} is not here: npm was told to leave optional packages out, or node_modules ` +
          `comes from another system; npm install ${wanted}@${version} adds it`,
    );
    return null;
  }
}

/** Whether this is a Linux with another C library, for which npm leaves the package out. */
function hasOtherLibc() {
  if (process.platform !== "linux") return false;
  return process.report.getReport().header.glibcVersionRuntime === undefined;
}

/** Whether a program is in the file: the shell takes an empty one, as a full disk leaves it, for one that succeeds. */
function isWhole(path) {
  const head = Buffer.alloc(4);
  try {
    const file = openSync(path, "r");
    readSync(file, head);
    closeSync(file);
  } catch ({ message }) {
    fail(`the executable cannot be read, which it does itself, too: ${message}`);
    return false;
  }
  const begin = head.toString("latin1");
  if (PROGRAMS.some((each) => begin.startsWith(each))) return true;
  fail(`'${path}' is not whole: install the package again`);
  return false;
}

function handOver(path) {
  if (typeof process.execve === "function" && !isWindows) become(path);
  wait(path);
}

/** The same process goes on as ferry: its number, its signals and its exit code are ferry's. */
function become(path) {
  // Some versions of Node say on stderr that this call is new.
  process.emitWarning = () => {};
  try {
    // The first versions that have the call end in a crash where it fails.
    accessSync(path, constants.X_OK);
    process.execve(path, [path, ...process.argv.slice(2)], process.env);
  } catch {
    // A filter of calls may forbid it; starting a process tells what is wrong otherwise.
  }
}

function wait(path) {
  const { spawn } = require("node:child_process");
  // On Windows the console tells ferry itself, and a signal from here would end it at once.
  for (const signal of STOPPING) process.on(signal, () => isWindows || child.kill(signal));
  const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
  child.on("error", ({ message }) => fail(`the executable cannot be started: ${message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    // Whoever waits for this process is to see the same end.
    for (const each of STOPPING) process.removeAllListeners(each);
    process.kill(process.pid, signal);
  });
}

function fail(message) {
  console.error(`ferry: ${message}`);
  process.exitCode = EXIT_NOT_STARTED;
}
