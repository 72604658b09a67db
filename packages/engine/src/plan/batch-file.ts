import { requestFields } from "@klingkit/spec";
import * as z from "zod/mini";
import { describeIssue } from "./describe-issue.ts";
import { findTemplateMistake } from "./output-template.ts";
import { PlanError } from "./plan-error.ts";
import { readDocument } from "./read-document.ts";
import { line, prose } from "./written-text.ts";

const template = () =>
  line().check(
    z.refine((text) => findTemplateMistake(text) === undefined, {
      error: ({ input }) => findTemplateMistake(String(input)),
    }),
  );

const request = requestFields({ prose, line });

const fields = {
  ...request,
  model: z.exactOptional(line()),
  family: z.exactOptional(z.enum(["legacy", "standard"])),
  /** Length of the input video in seconds, for a price where the output follows it. */
  inputVideoSeconds: z.exactOptional(z.number().check(z.minimum(0))),
  /** Path template of the result; see the batch's `output`. */
  output: z.exactOptional(template()),
};

/** Values of one field, of which each is tried. */
const axis = <Schema extends z.ZodMiniType>({ _zod }: z.ZodMiniExactOptional<Schema>) =>
  z.exactOptional(z.array(_zod.def.innerType).check(z.minLength(1)));

/** One batch: what to make, several times, for one purpose. */
export const batchFile = z.strictObject({
  /** Label under which the creates are counted together. */
  purpose: z.exactOptional(line()),
  /** Fields for every request that does not say otherwise. */
  defaults: z.exactOptional(z.strictObject(fields)),
  /** Warnings make the plan invalid. Default false. */
  strict: z.exactOptional(z.boolean()),
  /** Path template: `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`. */
  output: z.exactOptional(template()),
  requests: z.exactOptional(z.array(z.strictObject({ name: z.exactOptional(line()), ...fields }))),
  /** Every combination of the listed values, on top of each request (or of the defaults alone). */
  matrix: z.exactOptional(
    z.strictObject({
      prompt: axis(fields.prompt),
      model: axis(fields.model),
      firstFrame: axis(fields.firstFrame),
      durationSeconds: axis(fields.durationSeconds),
      aspectRatio: axis(fields.aspectRatio),
      resolution: axis(fields.resolution),
      audio: axis(fields.audio),
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
  const parsed = batchFile.safeParse(readDocument(source, { fileName, code: "batch_unreadable" }) ?? {});
  if (parsed.success) return requireRequests(parsed.data, fileName);
  const lines = parsed.error.issues.map(
    (issue) => `${issue.path.map(String).join(".") || "batch"}: ${describeIssue(issue)}`,
  );
  throw new PlanError("batch_invalid", `${fileName}: ${lines.join("; ")}`);
}

/** A file that asks for nothing is a slip, and must not become one job of defaults. */
function requireRequests(batch: BatchFile, fileName: string): BatchFile {
  const { requests = [], matrix = {} } = batch;
  if (requests.length > 0 || (batch.requests === undefined && Object.keys(matrix).length > 0)) return batch;
  const message = "has no requests; list at least one under `requests`, or values under `matrix`";
  throw new PlanError("batch_invalid", `${fileName}: ${message}`);
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
