import { basename, resolve } from "node:path";
import type { JsonObject, VideoRequest } from "@klingkit/spec";
import { compileForHiggsfield, type HiggsfieldCompiled, type UploadType } from "@klingkit/spec/higgsfield";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { isHttpUrl } from "../../files/is-http-url.ts";
import { estimateJson, estimateText } from "../../jobs/estimate.ts";
import { readUpload } from "../../jobs/uploads.ts";
import { parseLook } from "../../session/emulator-look.ts";
import { isForPeople, printResult } from "../../terminal/output.ts";
import { formatPairs } from "../../terminal/pairs.ts";
import { createStyle } from "../../terminal/style.ts";
import { compareResult } from "./compare-result.ts";
import type { DemoOptions } from "./demo-options.ts";
import { drawResult } from "./draw-demo.ts";

interface HiggsfieldDemo {
  readonly request: VideoRequest;
  /** Absolute path of the file. */
  readonly output: string;
  readonly speed: number;
}

/** Every well-formed key is an account of the emulator. */
const CREDENTIALS = "demo:demo";

/** Prompt to file by the other service, against an emulator that lives as long as this command. */
export async function runHiggsfieldDemo(
  deps: Deps,
  options: DemoOptions,
  { request, output, speed }: HiggsfieldDemo,
): Promise<void> {
  const { firstFrame: image, model } = options;
  const look = parseLook(options.look);
  const full = image === undefined ? request : { ...request, firstFrame: image };
  const compiled = chooseEndpoint(full, model);
  const { operation, body, estimate, warnings } = compiled;
  if (isForPeople(deps, options)) deps.io.stdout.write(drawCompiled(deps, compiled));
  const [{ startEmulator }, { createHiggsfield }, { download }] = await Promise.all([
    import("@klingkit/emulator"),
    import("klingkit/higgsfield"),
    import("klingkit/node"),
  ]);
  const emulator = await startEmulator({ clock: { scale: speed }, ...(look === undefined ? {} : { look }) });
  try {
    const { baseUrl } = emulator;
    const { fetch, clock, signal } = deps;
    const higgsfield = createHiggsfield({ credentials: CREDENTIALS, baseUrl, fetch, clock });
    const url = await addressOf(deps, image, (file) => higgsfield.upload({ ...file, signal }));
    const sent = url === undefined ? body : withImage(body, image, url);
    const created = await higgsfield.create(operation, sent, { signal });
    const task = await higgsfield.requests.wait(created, { signal, pollIntervalMs: POLL_INTERVAL_MS });
    const link = task.videos[0]?.url;
    if (link === undefined)
      throw new CliError({ code: "response_error", message: "The emulated request has no video." });
    const file = await download({ url: link }, output, {
      signal,
      allowedOrigins: [new URL(link).origin],
      overwrite: options.force ?? false,
    });
    const [result] = operation.outcome(body).results;
    const requested = {
      container: "mp4",
      resolution: result?.resolution ?? "",
      aspect_ratio: result?.aspectRatio ?? null,
      seconds: result?.seconds ?? null,
      audio: result?.hasSound ?? false,
    };
    const comparison = await compareResult(requested, file.filePath);
    const { creates, billed, delivered } = emulator.control.journal();
    const journal = { creates, billed, delivered };
    const json = {
      success: true,
      emulated: true,
      file: file.filePath,
      task_id: created.taskId,
      external_task_id: created.externalTaskId,
      route: operation.id,
      state: operation.state,
      payload: sent,
      estimate: estimateJson(estimate),
      warnings: warnings.map(({ message }) => message),
      ...comparison,
      bytes: file.sizeBytes,
      sha256: file.sha256,
      journal,
    };
    printResult(deps, options, json, (style) => drawResult(style, { file, comparison, journal }));
  } finally {
    await emulator.close();
  }
}

const POLL_INTERVAL_MS = 250;

function chooseEndpoint(request: VideoRequest, model: string): HiggsfieldCompiled {
  const [best] = compileForHiggsfield(request, { model, isLocalService: true, uploadsFiles: true });
  if (!best)
    throw usageError(
      "invalid_model",
      `--model: Higgsfield has no '${model}' for this. See docs/services.md.`,
    );
  const [issue] = best.issues;
  if (issue) throw usageError("invalid_request", `${issue.message} Nothing was sent.`);
  return best;
}

type Upload = (file: {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: UploadType;
}) => Promise<{ readonly url: string }>;

/** Address of an image that is a local file; undefined for none, and for one that has an address. */
async function addressOf(
  { cwd }: Deps,
  image: string | undefined,
  upload: Upload,
): Promise<string | undefined> {
  if (image === undefined || isHttpUrl(image)) return undefined;
  const { bytes, contentType } = await readUpload(resolve(cwd, image));
  if (contentType !== "image/png" && contentType !== "image/jpeg" && contentType !== "image/webp")
    throw usageError("invalid_image", `--first-frame: ${basename(image)} is no png, jpg or webp.`);
  return (await upload({ bytes: Uint8Array.from(bytes), contentType })).url;
}

const withImage = (body: JsonObject, image: string | undefined, url: string): JsonObject =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, value === image ? url : value]));

function drawCompiled(deps: Deps, { operation, body, estimate, warnings }: HiggsfieldCompiled): string {
  const style = createStyle(deps.io.stdout, deps.env);
  const pairs = formatPairs(
    [
      ["route", `${operation.id} ${style.dim(`(${operation.state})`)}`],
      ["request", `${operation.method} ${operation.path}`],
      ["price", `${estimateText(estimate)}; here it costs nothing`],
    ],
    style.dim,
  );
  const notes = warnings.map(({ message }) => `  ${style.warn("warning")} ${message}\n`).join("");
  const payload = JSON.stringify(body, undefined, 2).replaceAll(/^(?=.)/gm, "  ");
  const banner = `${style.warn("The service is emulated:")} this machine plays Higgsfield. The file is real, the picture is a test slate.`;
  return `${banner}\n\n${style.bold("Plan")}\n${pairs}${notes}\n${payload}\n\n`;
}
