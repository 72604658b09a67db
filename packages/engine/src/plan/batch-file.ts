import { ASPECT_RATIOS } from "@klingkit/spec";
import { parseDocument } from "yaml";
import * as z from "zod/mini";
import { describeIssue } from "./describe-issue.ts";
import { PlanError } from "./plan-error.ts";

const text = () => z.string().check(z.trim(), z.minLength(1));

/** Scalar fields of a request; each can also be an axis of the matrix. */
const scalars = {
  prompt: z.exactOptional(text()),
  negativePrompt: z.exactOptional(text()),
  firstFrame: z.exactOptional(text()),
  lastFrame: z.exactOptional(text()),
  durationSeconds: z.exactOptional(z.int()),
  aspectRatio: z.exactOptional(z.enum(ASPECT_RATIOS)),
  resolution: z.exactOptional(z.enum(["720p", "1080p", "4k"])),
  audio: z.exactOptional(z.enum(["off", "native", "original"])),
  model: z.exactOptional(text()),
  family: z.exactOptional(z.enum(["legacy", "standard"])),
  isMultiShot: z.exactOptional(z.boolean()),
  hasWatermark: z.exactOptional(z.boolean()),
};

const fields = {
  ...scalars,
  shots: z.exactOptional(z.array(z.strictObject({ prompt: text(), durationSeconds: z.int() }))),
  references: z.exactOptional(z.array(z.strictObject({ image: text(), name: z.exactOptional(text()) }))),
  video: z.exactOptional(
    z.strictObject({
      url: text(),
      use: z.enum(["feature", "base"]),
      name: z.exactOptional(text()),
      keepsSound: z.exactOptional(z.boolean()),
    }),
  ),
  motion: z.exactOptional(
    z.strictObject({ image: text(), videoUrl: text(), orientation: z.enum(["image", "video"]) }),
  ),
  elements: z.exactOptional(z.array(z.strictObject({ elementId: text(), name: z.exactOptional(text()) }))),
  voices: z.exactOptional(z.array(z.strictObject({ voiceId: text(), name: z.exactOptional(text()) }))),
  /** Length of the input video in seconds, for a price where the output follows it. */
  inputVideoSeconds: z.exactOptional(z.number()),
  /** Path template of the result; see the batch's `output`. */
  output: z.exactOptional(text()),
};

const axis = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.exactOptional(z.array(schema).check(z.minLength(1)));

/** One batch: what to make, several times, for one purpose. */
export const batchFile = z.strictObject({
  /** Label under which the creates are counted together. */
  purpose: z.exactOptional(text()),
  /** Fields for every request that does not say otherwise. */
  defaults: z.exactOptional(z.strictObject(fields)),
  /** Path template: `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`. */
  output: z.exactOptional(text()),
  requests: z.exactOptional(z.array(z.strictObject({ name: z.exactOptional(text()), ...fields }))),
  /** Every combination of the listed values, on top of each request (or of the defaults alone). */
  matrix: z.exactOptional(
    z.strictObject({
      prompt: axis(text()),
      model: axis(text()),
      firstFrame: axis(text()),
      durationSeconds: axis(z.int()),
      aspectRatio: axis(z.enum(ASPECT_RATIOS)),
      resolution: axis(z.enum(["720p", "1080p", "4k"])),
      audio: axis(z.enum(["off", "native", "original"])),
    }),
  ),
});

export type BatchFile = z.infer<typeof batchFile>;
type BatchRequest = NonNullable<BatchFile["requests"]>[number];

/** One job that a batch asks for, defaults and matrix applied. */
export interface BatchItem extends Omit<BatchRequest, "name"> {
  readonly name: string;
}

/** A batch may ask for at most this many jobs, so that a slip in a matrix is noticed. */
export const BATCH_MAX_JOBS = 10_000;

/** Reads YAML or JSON text. Throws PlanError with the place of each mistake. */
export function parseBatch(source: string, fileName = "batch"): BatchFile {
  const document = parseDocument(source, { prettyErrors: true });
  const [problem] = document.errors;
  if (problem) throw new PlanError("batch_unreadable", `${fileName}: ${problem.message}`);
  const parsed = batchFile.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join(".") || "batch"}: ${describeIssue(issue)}`,
  );
  throw new PlanError("batch_invalid", `${fileName}: ${lines.join("; ")}`);
}

/** Applies defaults and matrix; the order is that of the file, the last axis varies fastest. */
export function expandBatch(batch: BatchFile): readonly BatchItem[] {
  const bases: readonly BatchRequest[] = batch.requests ?? [{}];
  const combinations = crossProduct(batch.matrix ?? {});
  const total = bases.length * combinations.length;
  if (total > BATCH_MAX_JOBS) {
    throw new PlanError(
      "batch_too_large",
      `the batch asks for ${total} jobs; at most ${BATCH_MAX_JOBS} pass`,
    );
  }
  const width = Math.max(2, String(total).length);
  return bases.flatMap((base, place) =>
    combinations.map((combination, turn) => {
      const index = place * combinations.length + turn + 1;
      const number = String(index).padStart(width, "0");
      const name =
        base.name === undefined ? number : combinations.length > 1 ? `${base.name}-${turn + 1}` : base.name;
      return { ...batch.defaults, ...base, ...combination, name };
    }),
  );
}

function crossProduct(matrix: NonNullable<BatchFile["matrix"]>): readonly Partial<BatchRequest>[] {
  return Object.entries(matrix).reduce<readonly Partial<BatchRequest>[]>(
    (rows, [field, values]) =>
      rows.flatMap((row) => (values ?? []).map((value) => ({ ...row, [field]: value }))),
    [{}],
  );
}
