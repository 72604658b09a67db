import { type AssetRow, chargedUnits, type Job, type JobClient } from "@klingkit/engine";
import type { ResourceLink } from "../results.ts";

/** A job as data. Links to results at the service are credentials, and are left out. */
export async function jobJson(
  jobClient: Pick<JobClient, "sums">,
  job: Job,
  assets: readonly AssetRow[] = [],
): Promise<Readonly<Record<string, unknown>>> {
  const { id, name, state, model, purpose, unit, estimateUnits, taskId, waitsFor, error } = job;
  const settledUnits = await chargedUnits(jobClient, job);
  const amounts = {
    ...(estimateUnits === undefined ? {} : { units: estimateUnits }),
    ...(settledUnits === undefined ? {} : { settled_units: settledUnits }),
  };
  return {
    job_id: id,
    name,
    state,
    model,
    purpose,
    ...amounts,
    ...(Object.keys(amounts).length === 0 ? {} : { unit }),
    ...(taskId === undefined ? {} : { task_id: taskId }),
    ...(waitsFor === undefined ? {} : { waits_for: waitsFor }),
    ...(error === undefined ? {} : { error: errorJson(error) }),
    ...(assets.length === 0 ? {} : { results: assets.map(assetJson) }),
  };
}

export const assetJson = ({ kind, file_path, size_bytes, sha256, result_id, name }: AssetRow) => ({
  kind,
  ...(file_path === null ? {} : { path: file_path, size_bytes, sha256 }),
  ...(result_id === null ? {} : { id: result_id }),
  ...(name === null ? {} : { name }),
});

export const jobLink = ({ id, name }: Pick<Job, "id" | "name">): ResourceLink => ({
  uri: `kling://jobs/${id}`,
  name,
  mimeType: "application/json",
});

export const assetLinks = (assets: readonly AssetRow[]): readonly ResourceLink[] =>
  assets.flatMap(({ sha256, file_path }) =>
    sha256 === null
      ? []
      : [
          {
            uri: `kling://assets/${sha256}`,
            name: file_path.replace(/^.*[\\/]/, ""),
            mimeType: "application/json",
          },
        ],
  );

const errorJson = ({ code, message, isContentPolicy }: NonNullable<Job["error"]>) => ({
  code: code ?? null,
  message,
  // The same request would be refused again.
  ...(isContentPolicy ? { is_content_policy: true } : {}),
});
