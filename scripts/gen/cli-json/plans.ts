import * as z from "zod";
import * as part from "./parts.ts";

const { text, optionalText, count, done } = part;

/** What no rule of a request found, such as an earlier run that is not finished, has a message alone. */
export const warning = z.object({
  rule: optionalText("What found it, where it is about the request"),
  path: optionalText("Field of the request body that it is about"),
  message: text("What is probably not meant, in words"),
});
export const path = text("Path of the request");
export const payload = z.unknown().describe("Body of the request, without the bytes of files");

const finding = {
  rule: text("Stable ID of the rule"),
  path: text("Field of the request body"),
  field: optionalText("Field of the request, where one was written for the service"),
  message: text("In words"),
};

const plannedJob = z.object({
  name: text("Name of the request"),
  service: text("`kling` or `higgsfield`"),
  route: text("Operation and model"),
  state: text("How well the route is verified"),
  seconds: z.number().nullable().describe("Length of the video"),
  resolution: z.string().nullable().describe("Such as `720p`"),
  ratio: z.string().nullable().describe("Such as `16:9`"),
  audio: z.string().nullable().describe("`native`, `original` or `off`"),
  estimate: part.estimate,
  output: text("Name of the file"),
  hash: text("Hash of the exact request"),
  path,
  payload,
  media: z
    .array(
      z.looseObject({
        input: text("Path or URL, as the batch names it"),
        kind: z.enum(["url", "file"]).describe("What it is"),
        name: text("What messages call it"),
        sizeBytes: z.int().optional().describe("Size of a file"),
        format: optionalText("Format of a file"),
        widthPx: z.int().optional().describe("Width of an image"),
        heightPx: z.int().optional().describe("Height of an image"),
        sha256: optionalText("SHA-256 of a file, hexadecimal"),
      }),
    )
    .describe("Input files"),
  needs: z
    .array(z.object({ job: z.string(), takes: z.string(), result: z.number() }))
    .optional()
    .describe("Results of other jobs that it takes"),
  warnings: z.array(z.looseObject(finding)).describe("What is probably not meant"),
  issues: z
    .array(
      z.looseObject({
        ...finding,
        allowed: z
          .array(z.union([z.string(), z.number()]))
          .optional()
          .describe("All values that pass"),
        suggestion: optionalText("What was most likely meant"),
        serviceMessage: optionalText("What the service would answer"),
        serviceCode: z.number().describe("Code of that answer"),
      }),
    )
    .describe("Mistakes; a plan with any is invalid"),
});

/** Jobs of earlier runs that stand for requests. */
export const alreadyThere = z.array(
  z.object({
    job: text("ID of the job"),
    name: text("Name of the request"),
    state: part.state,
    file: z.string().nullable().describe("Its first file; null until the job is done"),
    file_exists: z
      .boolean()
      .optional()
      .describe("False where the file was deleted or moved: `kling run` downloads it again"),
    files: z.array(part.file).describe("Every result"),
  }),
);

export const withoutResult = z.array(
  z.object({
    job: text("ID of the job"),
    name: text("Name of the request"),
    state: part.state,
    error: part.jobError.optional().describe("Why"),
  }),
);

/** With a store that a flag or the environment names. */
const preview = {
  already_there: alreadyThere
    .optional()
    .describe(
      "With a named store: jobs of earlier runs that stand for requests. They are not bought again; one that is `approved` was not sent yet",
    ),
  without_result: withoutResult
    .optional()
    .describe("With a named store: jobs that ended without a result, which a run does not try again"),
  unsent: z
    .object({
      jobs: z.number().describe("How many"),
      units: z.record(z.string(), z.number()).describe("What they cost at most, by unit"),
    })
    .optional()
    .describe(
      "With a named store: what an earlier run approved and did not send; a run sends it, and it is still to be paid",
    ),
  to_buy: z
    .object({
      plan_hash: text("Hash of what is left to buy"),
      totals: part.totals,
      triggers: z.array(z.string()).describe("Why what is left to buy needs an approval"),
      canceled: z
        .array(
          z.object({
            name: text("Name of the request"),
            takes_result_of: text("Name of the request that a run does not try again"),
          }),
        )
        .describe("Requests of these that a run cancels, and sends nothing for; the totals count them"),
    })
    .optional()
    .describe("With a named store: what is left to buy"),
  warnings: z
    .array(z.object({ message: text("What is probably not meant") }))
    .optional()
    .describe(
      "With a named store: that another account, such as that of a replaced key, has bought this before, or why what was bought before is unknown",
    ),
};

export const plan = z.object({
  success: z.boolean().describe("False for a plan with mistakes"),
  plan_hash: text("Hash that an approval names"),
  purpose: text("Label under which create requests are counted together"),
  price_card: text("Date of the price list"),
  verdict: z
    .enum(["allowed", "needs-approval", "invalid"])
    .describe("Whether what is left to buy may be run without an approval; `allowed` where nothing is"),
  triggers: z.array(z.string()).describe("Why what is left to buy needs an approval"),
  totals: part.totals,
  jobs: z.array(plannedJob).describe("One for each request"),
  ...preview,
  file: optionalText("With `--output`: where the plan is"),
});

const comparedRoute = z.object({
  service: text("`kling` or `higgsfield`"),
  route: text("Operation and model"),
  model: text("Model"),
  state: text("How well the route is verified"),
  estimate: part.estimate,
  issues: z.array(z.string()).describe("Why the route refuses the request; empty where it takes it"),
  warnings: z.array(z.string()).describe("What is probably not meant"),
});

export const compared = z.object({
  ...done,
  requests: z
    .array(
      z.object({
        name: text("Name of the request"),
        note: optionalText("Why there is one route only: the request names its operation"),
        routes: z
          .array(comparedRoute)
          .describe("Routes that take the request first, cheaper ones before others"),
      }),
    )
    .describe("One for each request"),
});

const briefJob = z.object({
  name: text("Name of the request"),
  route: text("Operation and model"),
  output: text("Name of the file"),
  units: z.number().nullable().describe("The most that it costs; null: unknown"),
});

export const planDiff = z.object({
  ...done,
  is_same: z.boolean().describe("Both plans ask for the same videos"),
  added: z.array(briefJob).describe("Requests that only this plan has"),
  removed: z.array(briefJob).describe("Requests that only the other plan has"),
  changed: z
    .array(
      z.object({
        name: text("Name of the request"),
        changes: z.array(
          z.object({
            field: text("Field that differs"),
            before: z.unknown().describe("Its value in the other plan; null: none"),
            after: z.unknown().describe("Its value in this plan; null: none"),
          }),
        ),
      }),
    )
    .describe("Requests that both have, with what differs"),
  totals: z.object({ before: part.totals, after: part.totals }).describe("Sums of both plans"),
  ...preview,
});

export const detached = z.object({
  ...done,
  batch: text("ID of the batch"),
  is_continued: z.boolean().describe("The same batch was there already, and no job was added"),
  jobs: z
    .array(
      z.object({
        job: text("ID of the job"),
        name: text("Name of the request"),
        is_earlier: z.boolean().describe("It was there before; nothing is bought again"),
        not_tried_again: part.state
          .optional()
          .describe("State of a job that ended without a result: the worker leaves it as it is"),
      }),
    )
    .describe("Jobs that wait for a worker"),
  count: count("Number of jobs"),
  warnings: z.array(warning).optional().describe("What is probably not meant"),
  next: optionalText("Command that starts a worker; absent where nothing is left to do"),
});
