import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { detectFormat, findRoute, type JsonObject, mediaFieldsOf, viewBytes } from "@klingkit/spec";
import { callContext, type EngineContext } from "../context/engine-context.ts";
import { SYSTEM_FRAMES } from "../frames/frame-source.ts";
import { findPaidOperation } from "../plan/paid-operation.ts";
import type { PlannedJob } from "../plan/plan.ts";
import { isOperationJob } from "../plan/plan-operation.ts";
import type { PickedResult } from "../state/pick-result.ts";
import type { NeedRow } from "../store/schema.ts";
import { ResultUnavailable } from "./result-unavailable.ts";
import { namedForMs } from "./upload-media.ts";

/** A last frame that a job begins with. */
export interface WantedFrame {
  readonly row: NeedRow;
  readonly planned: PlannedJob;
  /** With a placeholder where the frame goes. */
  readonly body: JsonObject;
  readonly placeholder: string;
  readonly parentName: string;
}

/** The last frame of another job's video as the service takes it, checked like any image. Throws ResultUnavailable, and the loader's errors. */
export async function takeLastFrame(context: EngineContext, wanted: WantedFrame): Promise<PickedResult> {
  const { provider, plans, timing, clock } = context;
  const file = await findVideo(context, wanted);
  const { frames = SYSTEM_FRAMES } = plans;
  const bytes = await frames.lastFrame(file, { signal: context.interrupt });
  if (provider.upload) {
    const upload = { bytes, contentType: `image/${formatOf(bytes)}` };
    const { url } = await provider.upload(upload, callContext(context, timing.submitTimeoutMs));
    return { value: url, expiresAtMs: clock.nowMs() + namedForMs(provider) };
  }
  return { value: await load(context, wanted, bytes) };
}

const formatOf = (bytes: Uint8Array): string => detectFormat(viewBytes(bytes)) ?? "png";

async function findVideo({ store }: EngineContext, { row, parentName }: WantedFrame): Promise<string> {
  const videos = await store.reader
    .selectFrom("result")
    .select("file_path")
    .where("job_id", "=", row.parent_id)
    .where("kind", "=", "video")
    .where("state", "=", "collected")
    .orderBy("number")
    .execute();
  const path = videos[row.result - 1]?.file_path;
  if (path) return path;
  throw new ResultUnavailable(
    "frame_missing",
    `the video of ${parentName} (${row.parent_id}) is not on this disk`,
  );
}

/** Through the loader of images, which reads files. */
async function load({ plans }: EngineContext, wanted: WantedFrame, bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "klingkit-frame-"));
  try {
    const path = join(folder, `last-frame.${formatOf(bytes)}`);
    await writeFile(path, bytes);
    const { planned, body, placeholder } = wanted;
    const route = isOperationJob(planned) ? undefined : findRoute(planned.routeId);
    if (route) return (await plans.loadImage(path, route)).value;
    const operation = findPaidOperation(planned.operation ?? planned.routeId);
    const field = operation && mediaFieldsOf(operation.body, body).find(({ value }) => value === placeholder);
    const { path: place = "", rule } = field ?? {};
    const target = {
      service: operation?.service ?? "",
      operation: operation?.id ?? "",
      field: place,
      kind: "image",
      ...(rule === undefined ? {} : { rule }),
    } as const;
    const loaded = await plans.loadFile?.(path, target);
    return loaded?.value ?? Buffer.from(bytes).toString("base64");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
