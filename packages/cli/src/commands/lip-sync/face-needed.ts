import type { AssetRow } from "@klingkit/engine";
import type { Deps } from "../../deps.ts";
import { CliError } from "../../errors/cli-error.ts";
import { EXIT } from "../../errors/exit-code.ts";
import { withEngine } from "../../jobs/with-engine.ts";
import type { LipSyncOptions } from "./read-speech.ts";

/** Pictures that cannot be fetched within this time are left to `kling resume`. */
const FETCH_PATIENCE_MS = 60_000;

/** Names the faces that were found, with a picture of each. */
export async function faceNeededError(
  deps: Deps,
  options: LipSyncOptions,
  refused: CliError,
): Promise<CliError> {
  const faces = await readFaces(deps, options, String(refused.details["job"]));
  const list = faces.map(({ face_id, file }) => `${face_id} (${file ?? "no picture"})`).join(", ");
  return new CliError({
    code: "face_needed",
    message: `The video has ${faces.length} faces: ${list}. Name one with --face, such as --face ${faces[0]?.face_id ?? "0"}. Only the search for the faces was bought; it is not bought again within a day.`,
    exitCode: EXIT.usage,
    details: { faces, ...refused.details },
    cause: refused,
  });
}

async function readFaces(deps: Deps, options: LipSyncOptions, jobId: string) {
  let assets: readonly AssetRow[] = [];
  await withEngine(deps, options, async ({ engine, jobClient }) => {
    const { needs = [] } = await jobClient.job(jobId);
    const [parent] = needs;
    if (!parent) return;
    await engine.run({ jobIds: [parent.id], timeoutMs: FETCH_PATIENCE_MS, signal: deps.signal });
    ({ assets } = await jobClient.job(parent.id));
  });
  return assets.map(({ result_id, file_path }) => ({ face_id: result_id ?? "", file: file_path }));
}
