import * as z from "zod";
import { APPROVAL_WAYS } from "../../../packages/engine/src/store/approval-way.ts";
import { JOB_STATES } from "../../../packages/engine/src/store/job-state.ts";
import { RUNGS } from "../../../packages/engine/src/store/rung.ts";

// Parts of several documents. An optional field is absent, and never null, unless its schema says so.

export const text = (description: string) => z.string().describe(description);
export const optionalText = (description: string) => z.string().optional().describe(description);
export const time = (description: string) => z.iso.datetime().describe(`${description}, ISO 8601`);
export const count = (description: string) => z.int().describe(description);

export const done = { success: z.literal(true).describe("The command succeeded") };

export const state = z.enum(JOB_STATES).describe("State of the job ([all states](job-states.md))");

const unknownUnits = z.literal("unknown");

export const estimate = z
  .object({
    units: z.union([z.number(), unknownUnits]).describe("Units, or `unknown`; never 0 for unknown"),
    unit: optionalText("Absent for video units"),
    usd: z.union([z.number(), unknownUnits]).optional().describe("List price in US dollars"),
    units_per_second: z.number().optional().describe("Rate, where the price follows the length"),
    seconds: z.number().optional().describe("Length that is paid for"),
    reason: optionalText("Why the price is unknown"),
    at_most: z
      .object({ unit: z.string(), units: z.number(), usd: z.number(), seconds: z.number().optional() })
      .optional()
      .describe("The most that it can cost, where the price is unknown"),
    price_card: optionalText("Date of the price list"),
    price_source: z.literal("service").optional().describe("The service itself named the price"),
  })
  .describe("What it is expected to cost");

export const totals = z
  .object({
    jobs: count("Number of jobs"),
    units: z.number().describe("Sum of the units"),
    unit: optionalText("Absent for video units"),
    usd: z.number().describe("Sum of the list prices in US dollars"),
    bounded_jobs: count("Jobs that are counted with the most that they can cost"),
    unpriced_jobs: count("Jobs without a known price, which the sums lack"),
    other_units: z
      .array(
        z.object({
          jobs: z.int(),
          units: z.number(),
          unit: z.string(),
          usd: z.number(),
          bounded_jobs: z.int(),
          unpriced_jobs: z.int(),
        }),
      )
      .optional()
      .describe("The same for each further unit"),
  })
  .describe("Sums of all jobs");

export const file = z.object({
  kind: text("What it is, such as `video`"),
  file: optionalText("Absolute path; absent for a result without a file"),
  bytes: z.int().nullable().optional().describe("Size in bytes"),
  sha256: z.string().nullable().optional().describe("SHA-256, hexadecimal"),
  id: optionalText("ID of the result at the service"),
  name: optionalText("Name of the result at the service"),
});

export const jobError = z
  .looseObject({
    message: text("The reason in words"),
    code: optionalText("Stable code ([codes of jobs](exit-and-error-codes.md#jobs)), or that of the client"),
    is_content_policy: z
      .literal(true)
      .optional()
      .describe("Of a task: the content policy refused the input or the result"),
    cause: optionalText("Of a read that failed: code of the client"),
    remedy: z
      .enum(["slot", "rate", "unreachable", "later", "stop", "never"])
      .optional()
      .describe("Of a create request that was refused: what would let it pass"),
    service_code: z.union([z.number(), z.string()]).optional().describe("The code of the service"),
    request_id: optionalText("ID of the request at the service"),
    host: optionalText("Whose link was refused: what `--allow-host` would allow"),
    found_task_id: optionalText(
      "In `unknown`: a task under its external ID, which may belong to another client",
    ),
    received_bytes: z.int().optional().describe("Of a download: what the next attempt continues from"),
  })
  .optional()
  .describe("Why the job has no result, or what keeps it from one");

export const settings = z
  .looseObject({
    seconds: z.number().optional().describe("Length of the video"),
    resolution: optionalText("Such as `720p`"),
    ratio: optionalText("Aspect ratio"),
    audio: optionalText("`native`, `original` or `off`"),
  })
  .describe(
    "What was asked for beside prompt and files, with the defaults of the route; further fields have the name that the request gives them",
  );

export const job = z.object({
  job: text("ID of the job"),
  name: text("Name of the request in its batch"),
  state,
  batch: text("ID of the batch"),
  purpose: text("Label under which create requests are counted together"),
  account: text("Account that pays"),
  route: text("Operation and model"),
  model: text("Model; the operation, where it has none"),
  prompt: z
    .string()
    .nullable()
    .optional()
    .describe("What was asked for in words; null where there is no prompt"),
  settings: settings.optional(),
  hash: text("Hash of the exact request"),
  external_task_id: z
    .string()
    .nullable()
    .describe("External ID at the service; null where the service knows none"),
  task_id: z.string().nullable().describe("ID of the task at the service; null where there is none"),
  estimated_units: z.union([z.number(), unknownUnits]).describe("Expected units"),
  settled_units: z
    .number()
    .optional()
    .describe(
      "Units that it cost; absent until that is settled, and where the charge is unknown. US dollars are an estimate by the price list: Higgsfield reports no charges",
    ),
  unit: optionalText("Absent for video units"),
  file: z.string().nullable().describe("Path of the first file; null where there is none"),
  file_exists: z.boolean().optional().describe("Whether the file is on this machine now"),
  files: z.array(file).optional().describe("Every result"),
  created_at: time("When the job was made"),
  waits_for: z
    .enum(["slot", "pool", "budget", "link", "parent"])
    .optional()
    .describe("What the job waits for ([all reasons](job-states.md#what-a-job-waits-for))"),
  needs: z.array(z.string()).optional().describe("IDs of jobs whose results it takes"),
  accepted_at: time("When the service had the task").optional(),
  ended_at: time("When the task ended").optional(),
  retry_of: optionalText("Job that this one replaces"),
  error: jobError,
});

export const approval = z.object({
  approval_id: text("ID of the approval"),
  plan_hash: text("Plan that it approves"),
  purpose: text("Purpose that it approves"),
  account: text("Account that pays, or `any`"),
  triggers: z.array(z.string()).describe("Why an approval was needed"),
  max_creates: count("Most create requests"),
  max_units: z.union([z.number(), z.literal("any")]).describe("Most units, or `any`"),
  unit: text("What `max_units` counts"),
  max_other_units: z
    .record(z.string(), z.union([z.number(), z.literal("any")]))
    .optional()
    .describe("The same for each further unit"),
  approved_by: text("Name of the person or the policy"),
  via: z.enum([...APPROVAL_WAYS, "unknown"]).describe("How the approval was given"),
  rung: z.enum(RUNGS).optional().describe("How an agent's server got the answer"),
  client: optionalText("Program that relayed the answer"),
  approved_at: time("When it was given"),
  expires_at: time("When it ends"),
  jobs: z.array(z.string()).describe("Hashes of the requests that it approves"),
  state: text("Whether it is open, used or expired"),
  batch: z.string().nullable().describe("Batch that used it; null: none yet"),
});

const amounts = z.object({ settled: z.number(), held: z.number() });

/** What was charged, and what is held back for tasks that have not ended. */
export const billed = {
  units: amounts.describe("Video units"),
  other_units: z.record(z.string(), amounts).optional().describe("The same for each further unit"),
};
