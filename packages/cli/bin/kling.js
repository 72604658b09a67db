#!/usr/bin/env node
// Node's own modules by call: an import of one reads all its lazy parts, which costs more than this whole file.
const enableCompileCache = process.getBuiltinModule?.("node:module").enableCompileCache;
if (enableCompileCache === undefined) {
  process.stderr.write(`kling needs Node 22.18 or newer; this is ${process.version}.\n`);
  process.exit(1);
}
// Compiled code is kept between runs: the next start reads it instead of compiling again.
enableCompileCache();

const built = new URL("../dist/main.js", import.meta.url);
const isBuilt = process.getBuiltinModule("node:fs").existsSync(built);
if (isBuilt) {
  const { runProcess } = await import(built.href);
  await runProcess(process);
} else {
  const { runFromSource } = await import("./from-source.js");
  runFromSource(process);
}
