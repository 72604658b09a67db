import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";

export interface PromptSource {
  readonly prompt: string | undefined;
  readonly promptFile: string | undefined;
  readonly isRequired: boolean;
}

/** Argument, else file, else standard input when it is no terminal; trimmed. */
export async function readPrompt(deps: Deps, { prompt, promptFile, isRequired }: PromptSource) {
  const text = (prompt ?? (await readElsewhere(deps, promptFile)))?.trim();
  if (text) return text;
  if (!isRequired) return undefined;
  throw usageError(
    "missing_prompt",
    "There is no prompt. Give it as an argument, with --prompt-file, or on standard input.",
  );
}

async function readElsewhere({ io, cwd }: Deps, promptFile: string | undefined): Promise<string | undefined> {
  if (promptFile === undefined) return io.stdin.isTty ? undefined : io.stdin.readAll();
  const path = resolve(cwd, promptFile);
  return readFile(path, "utf8").catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw usageError("prompt_file_error", `--prompt-file: ${reason}`);
  });
}
