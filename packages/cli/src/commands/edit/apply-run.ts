import { multiElements } from "@klingkit/spec";
import type { Deps } from "../../deps.ts";
import { openKling } from "../../session/client.ts";
import { readSettings } from "../../session/settings.ts";
import { type CallOptions, runOperation } from "../call/call-run.ts";
import { readSession, type SessionOptions, writeSession } from "./session-file.ts";

/** Plans and buys the edit, in the session of the commands before. A session that has ended is opened again first. */
export async function runApply(
  words: readonly string[],
  options: CallOptions & SessionOptions,
  deps: Deps,
): Promise<void> {
  const before = await readSession(deps, options);
  const session = openKling(deps, readSettings(deps, options)).edits.resume(before);
  // An addition needs no selection; what the words say is judged with the body.
  const { session_id, duration } = await session.body(
    { edit_mode: "addition", prompt: "" },
    { signal: deps.signal },
  );
  await writeSession(deps, options, session.state());
  const added = ["--session-id", session_id, "--duration", duration];
  await runOperation(deps, options, {
    id: multiElements.create.id,
    words: [...words, ...added],
    operand: "prompt",
  });
}
