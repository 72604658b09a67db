import { ERAS } from "@klingkit/spec/higgsfield";
import * as z from "zod/mini";
import { ADMIN_BODIES } from "./control/admin-schemas.ts";
import { DEFAULT_HIGGSFIELD_SWITCHES } from "./higgsfield/switches.ts";
import { DEFAULT_SWITCHES } from "./kling/switches.ts";
import type { EmulatorOptions } from "./options.ts";
import { parseFaults } from "./parse-faults.ts";
import { checkValue } from "./world/check-value.ts";

const seam = z.optional(z.any());
const flag = z.optional(z.boolean());
const text = z.optional(z.string());
/** 0 lets nothing run, and infinity everything. */
const count = z.optional(
  z
    .any()
    .check(
      z.refine((value) => typeof value === "number" && value >= 0, { error: "must be a number, 0 or more" }),
    ),
);
const amount = z.optional(z.number().check(z.nonnegative()));

/** Only their names: each switch has its own kind of value. */
const switchesOf = (defaults: object) =>
  z.optional(
    z.strictObject(Object.fromEntries(Object.keys(defaults).map((name) => [name, z.optional(z.any())]))),
  );

const OPTIONS = z.strictObject({
  services: z.optional(z.enum(["kling", "higgsfield", "both"])),
  higgsfield: z.optional(
    z.strictObject({
      era: z.optional(z.enum(Object.keys(ERAS))),
      balanceUsd: amount,
      concurrency: count,
      queueFactor: amount,
      retentionSeconds: amount,
      refusedModels: z.optional(z.record(z.string(), z.number())),
      switches: switchesOf(DEFAULT_HIGGSFIELD_SWITCHES),
    }),
  ),
  seed: text,
  clock: z.optional(
    z.union([z.enum(["real", "frozen"]), z.strictObject({ scale: z.number().check(z.nonnegative()) })]),
  ),
  startAtMs: z.optional(z.number()),
  keys: z.optional(z.array(ADMIN_BODIES.key)),
  concurrency: count,
  packs: z.optional(z.nullable(ADMIN_BODIES.packs.shape.packs)),
  initialUnits: amount,
  webhookSecrets: z.optional(z.array(z.string())),
  publicUrl: text,
  adminToken: text,
  allowsRetiredModels: flag,
  isStrict: flag,
  dataDir: text,
  fetch: seam,
  faults: seam,
  durations: z.optional(
    z.record(z.string(), z.strictObject({ clipSeconds: z.number(), generationMs: z.number() })),
  ),
  resultSizeBytes: amount,
  look: z.optional(z.enum(["slate", "scenery", "plain"])),
  renderer: seam,
  transitions: z.optional(
    z.discriminatedUnion("mode", [
      z.strictObject({ mode: z.literal("time") }),
      z.strictObject({ mode: z.literal("reads"), reads: z.int().check(z.positive()) }),
      z.strictObject({ mode: z.literal("stuck") }),
      z.strictObject({
        mode: z.literal("failing"),
        message: z.string(),
        reason: z.exactOptional(z.literal("moderation")),
      }),
    ]),
  ),
  switches: switchesOf(DEFAULT_SWITCHES),
  onError: seam,
} satisfies Readonly<Record<keyof EmulatorOptions, z.ZodMiniType>>);

/** The same rules in process as over HTTP. Throws RangeError, and `InvalidFaultsError` for `faults`. */
export function checkOptions(options: EmulatorOptions): void {
  checkValue("createEmulator", OPTIONS, options);
  if (options.faults !== undefined) parseFaults(options.faults);
}
