import { findControlInPrompt } from "@klingkit/spec/plain";
import type { Deps } from "../deps.ts";
import { usageError } from "../errors/cli-error.ts";
import { readText } from "../session/read-text.ts";

export interface PromptSource {
  readonly prompt: string | undefined;
  readonly promptFile: string | undefined;
  readonly isRequired: boolean;
}

/** Argument or file, else standard input when it is no terminal; trimmed. */
export async function readPrompt(deps: Deps, { prompt, promptFile, isRequired }: PromptSource) {
  if (prompt !== undefined && promptFile !== undefined)
    throw usageError(
      "conflicting_input",
      "Give the prompt as an argument or with --prompt-file, not both. Nothing was sent.",
    );
  const text = (prompt ?? (await readElsewhere(deps, promptFile)))?.trim();
  const control = text && findControlInPrompt(text);
  if (control) {
    const message = `The prompt holds the control character ${control}, which does not belong there. Nothing was sent.`;
    throw usageError("invalid_prompt", message);
  }
  if (text) return text;
  if (!isRequired) return undefined;
  throw usageError(
    "missing_prompt",
    "There is no prompt. Give it as an argument, with --prompt-file, or on standard input.",
  );
}

async function readElsewhere(deps: Deps, file: string | undefined): Promise<string | undefined> {
  const { stdin } = deps.io;
  if (file === undefined) return stdin.isTty ? undefined : stdin.readAll(deps.signal);
  const codes = { missing: "prompt_file_error", unreadable: "prompt_file_error" } as const;
  return readText(deps, { file, what: "--prompt-file", codes });
}
