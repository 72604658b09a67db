#!/usr/bin/env node
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import process from "node:process";

// Compiled code is kept between runs: a cold start reads it instead of compiling again.
enableCompileCache?.();

const built = new URL("../dist/main.js", import.meta.url);
if (existsSync(built)) {
  const { runProcess } = await import(built.href);
  await runProcess(process);
} else {
  const { runFromSource } = await import("./from-source.js");
  runFromSource(process);
}
