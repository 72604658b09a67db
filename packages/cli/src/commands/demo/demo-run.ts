import { existsSync } from "node:fs";
import { access } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { type Capability, selectRoutes } from "@klingkit/spec";
import type { MediaSlot } from "../../create/media-slots.ts";
import { parseDuration, parseRatio, parseResolution } from "../../create/parse-flags.ts";
import { type CreatePlan, planCreate } from "../../create/plan-create.ts";
import { dropUndefined } from "../../create/request-fields.ts";
import type { Deps } from "../../deps.ts";
import { CliError, usageError } from "../../errors/cli-error.ts";
import { freeName } from "../../files/free-name.ts";
import { estimateJson } from "../../jobs/estimate.ts";
import { openKling } from "../../session/client.ts";
import { EMULATOR_API_KEY } from "../../session/emulator-key.ts";
import { parseLook } from "../../session/emulator-look.ts";
import { parseNumber } from "../../session/parse-number.ts";
import { readRouteChoice } from "../../session/route-choice.ts";
import type { Settings } from "../../session/settings.ts";
import { type FetchedFile, fetchResult } from "../../tasks/fetch-result.ts";
import { followTask } from "../../tasks/follow-task.ts";
import { isForPeople, printResult } from "../../terminal/output.ts";
import { createStyle } from "../../terminal/style.ts";
import { type Comparison, compareResult, requestedBy } from "./compare-result.ts";
import type { DemoOptions } from "./demo-options.ts";
import { drawNext, drawPlan, drawResult } from "./draw-demo.ts";
import type { runHiggsfieldDemo as RunHiggsfieldDemo } from "./higgsfield-demo.ts";

const DEFAULT_PROMPT = "a red fox walks through fresh snow at sunrise";
const POLL_INTERVAL_MS = 250;
/** Of the checkout. */
const EXAMPLE_BATCH = "examples/batch.yaml";
const TIMEOUT_MS = 10 * 60_000;

/** Prompt to file, against an emulator that lives as long as this command. */
export async function runDemo(prompt: string | undefined, options: DemoOptions, deps: Deps): Promise<void> {
  try {
    await demonstrate(prompt, options, deps);
  } catch (error) {
    throw deps.signal.aborted ? interruptedDemo(error) : error;
  }
}

async function demonstrate(prompt: string | undefined, options: DemoOptions, deps: Deps): Promise<void> {
  const speed = parseNumber(options.speed, { flag: "--speed", min: 0.001, max: 100_000 });
  const look = parseLook(options.look);
  const text = prompt?.trim() || DEFAULT_PROMPT;
  const runElsewhere = ELSEWHERE[readRouteChoice(options).service ?? ""];
  if (runElsewhere) {
    const output = await chooseOutput(deps, { prompt: text, options });
    return runElsewhere(deps, options, { request: { ...fieldsOf(options), prompt: text }, output, speed });
  }
  const plan = await planDemo(deps, { prompt: text, options });
  const output = await chooseOutput(deps, { prompt: text, options });
  if (isForPeople(deps, options)) deps.io.stdout.write(drawPlan(createStyle(deps.io.stdout, deps.env), plan));
  const { startEmulator } = await import("@klingkit/emulator");
  const emulator = await startEmulator({ clock: { scale: speed }, ...(look === undefined ? {} : { look }) });
  try {
    const { file, taskId } = await generate(deps, { plan, output, options, baseUrl: emulator.baseUrl });
    const comparison = await compareResult(requestedBy(plan), file.filePath);
    const { creates, billed, delivered } = emulator.control.journal();
    printDemo(deps, options, { plan, file, taskId, comparison, journal: { creates, billed, delivered } });
    await showPicture(deps, options, file);
  } finally {
    await emulator.close();
  }
}

/** Demos of services that requests are written for in another way than for Kling. */
const ELSEWHERE: Readonly<Record<string, typeof RunHiggsfieldDemo>> = {
  higgsfield: async (...given) => (await import("./higgsfield-demo.ts")).runHiggsfieldDemo(...given),
};

/** The emulated task ends with the demo: there is nothing to go on with. */
function interruptedDemo(cause: unknown): CliError {
  const message = "Interrupted. The emulated task ended with the demo, and nothing was spent. Run it again.";
  return new CliError({ code: "interrupted", message, details: { may_have_charged: "no" }, cause });
}

interface DemoInput {
  readonly prompt: string;
  readonly options: DemoOptions;
}

function planDemo(deps: Deps, { prompt, options }: DemoInput): Promise<CreatePlan> {
  const { firstFrame: image, model } = options;
  const slots: readonly MediaSlot[] =
    image === undefined
      ? []
      : [
          {
            flag: "--first-frame",
            input: image,
            notFound: "image_not_found",
            unreadable: "image_read_error",
          },
        ];
  const fields = fieldsOf(options);
  const intent = {
    capability: capabilityFor(model, image !== undefined),
    isPromptRequired: true,
    slots,
    toRequest: (media: (input: string) => string) =>
      image === undefined ? fields : { ...fields, firstFrame: media(image) },
  };
  const externalTaskId = `kling-demo-${deps.newId()}`;
  return planCreate(deps, {
    intent,
    options: { model },
    prompt,
    externalTaskId,
    beforeFiles: () => undefined,
  });
}

const fieldsOf = ({ firstFrame, audio, duration, aspectRatio, resolution }: DemoOptions) =>
  dropUndefined({
    durationSeconds: parseDuration(duration),
    aspectRatio: parseRatio(aspectRatio ?? (firstFrame === undefined ? "16:9" : undefined)),
    resolution: parseResolution(resolution),
    audio: audio ? "native" : undefined,
  } as const);

/** The capability that fits the inputs; omni for the models that do nothing else. */
function capabilityFor(model: string, hasImage: boolean): Capability {
  const usual = hasImage ? "image-to-video" : "text-to-video";
  const isOmni =
    selectRoutes({ capability: usual, model }).length === 0 &&
    selectRoutes({ capability: "omni-video", model }).length > 0;
  return isOmni ? "omni-video" : usual;
}

async function chooseOutput(deps: Deps, { prompt, options }: DemoInput): Promise<string> {
  const { output, force } = options;
  if (output === undefined) return freeName(resolve(deps.cwd, "out"), prompt);
  if (!/\.mp4$/i.test(output))
    throw usageError("invalid_format", `--output: '${output}' must end in .mp4. Nothing was made.`);
  const path = resolve(deps.cwd, output);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere && !force)
    throw usageError(
      "file_exists",
      `--output: ${path} exists already. Choose another name, or replace it with --force.`,
    );
  return path;
}

interface GenerateInput {
  readonly plan: CreatePlan;
  readonly output: string;
  readonly options: DemoOptions;
  readonly baseUrl: string;
}

async function generate(
  deps: Deps,
  { plan, output, options, baseUrl }: GenerateInput,
): Promise<{ readonly file: FetchedFile; readonly taskId: string }> {
  const settings: Settings = {
    profile: "demo",
    credentials: { value: { kind: "api-key", apiKey: EMULATOR_API_KEY }, source: "the demo" },
    region: { value: "global", source: "the demo" },
    baseUrl: { value: baseUrl, source: "the demo" },
  };
  const kling = openKling(deps, settings);
  const externalTaskId = plan.compiled.facts?.externalTaskId ?? "";
  const { route, body } = plan.compiled;
  if (route.operation === undefined) throw new TypeError(`${route.id} has no operation`);
  const task = await kling.create(route.operation, body, { signal: deps.signal });
  const isLive = isForPeople(deps, options);
  const context = {
    kling,
    handle: { ...task, externalTaskId },
    type: undefined,
    connection: {},
    baseUrl,
    isFleeting: true,
  } as const;
  const report = createPlainReport(deps, isLive);
  const ended = await followTask(deps, {
    ...context,
    timeoutMs: TIMEOUT_MS,
    pollIntervalMs: POLL_INTERVAL_MS,
    isLive,
    onStatus: report,
  });
  report(`downloading ${basename(output)}`);
  const wanted = {
    format: "video",
    output,
    isForced: options.force,
    isLive,
    connection: { allowHost: [] },
  } as const;
  const file = await fetchResult(deps, { ...context, ...wanted, task: ended });
  return { file, taskId: task.taskId };
}

/** Without a live line every new status is a plain line on standard error. */
function createPlainReport({ io }: Deps, isLive: boolean): (word: string) => void {
  let last = "";
  return (word) => {
    if (isLive || word === last) return;
    last = word;
    io.stderr.write(`${word}\n`);
  };
}

interface DemoResult {
  readonly plan: CreatePlan;
  readonly file: FetchedFile;
  readonly taskId: string;
  readonly comparison: Comparison;
  readonly journal: { readonly creates: number; readonly billed: number; readonly delivered: number };
}

/** What a video player would show, beside what to do next. */
async function showPicture(deps: Deps, options: DemoOptions, file: FetchedFile): Promise<void> {
  const style = createStyle(deps.io.stdout, deps.env);
  const { showPreview } = await import("../../pictures/show-preview.ts");
  const batch = existsSync(resolve(deps.cwd, EXAMPLE_BATCH)) ? EXAMPLE_BATCH : undefined;
  await showPreview(deps, options, {
    posters: [{ file: file.filePath, lines: drawNext(style, file, batch) }],
    isAsked: false,
  });
}

function printDemo(deps: Deps, options: DemoOptions, result: DemoResult): void {
  const { plan, file, taskId, comparison, journal } = result;
  const { route, estimate, warnings } = plan.compiled;
  const json = {
    success: true,
    emulated: true,
    file: file.filePath,
    task_id: taskId,
    external_task_id: plan.compiled.facts?.externalTaskId,
    route: route.id,
    state: route.state,
    payload: plan.payload,
    estimate: estimateJson(estimate),
    warnings: warnings.map(({ message }) => message),
    requested: comparison.requested,
    measured: comparison.measured,
    bytes: file.sizeBytes,
    sha256: file.sha256,
    journal,
  };
  printResult(deps, options, json, (style) => drawResult(style, { file, comparison, journal }));
}
