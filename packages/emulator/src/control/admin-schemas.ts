import * as z from "zod/mini";

const text = z.string().check(z.minLength(1));
const account = z.exactOptional(text);
const service = z.exactOptional(text);
const secret = z.string().check(z.startsWith("whsec_"));
const atMs = z.exactOptional(z.number());

/** Bodies of the admin API. Unknown fields are refused: a misspelt one would silently do nothing. */
export const ADMIN_BODIES = {
  advance: z.strictObject({ ms: z.number().check(z.nonnegative()) }),
  task: z.discriminatedUnion("to", [
    z.strictObject({ to: z.literal("succeed") }),
    z.strictObject({
      to: z.literal("fail"),
      message: z.exactOptional(z.string()),
      reason: z.exactOptional(z.literal("moderation")),
    }),
    z.strictObject({ to: z.literal("stuck") }),
  ]),
  key: z.strictObject({
    apiKey: z.exactOptional(text),
    accessKey: z.exactOptional(text),
    secretKey: z.exactOptional(text),
    keyId: z.exactOptional(text),
    keySecret: z.exactOptional(text),
    account,
    name: z.exactOptional(text),
    models: z.exactOptional(z.array(text)),
  }),
  webhookSecret: z.strictObject({ secret, service, isEmergency: z.exactOptional(z.boolean()) }),
  removedSecrets: z.strictObject({ secret: z.exactOptional(secret), service }),
  testCallback: z.strictObject({ url: z.url({ protocol: /^https?$/ }) }),
  element: z.strictObject({
    account,
    elementId: text,
    kind: z.enum(["image", "video"]),
  }),
  packs: z.strictObject({
    account,
    /** `null` is unlimited. */
    packs: z.nullable(
      z.array(
        z.strictObject({
          name: text,
          unit: z.exactOptional(text),
          units: z.number().check(z.nonnegative()),
          remainingUnits: z.exactOptional(z.number().check(z.nonnegative())),
          concurrency: z.exactOptional(z.int().check(z.positive())),
          effectiveAtMs: atMs,
          expiresAtMs: atMs,
        }),
      ),
    ),
  }),
  reset: z.strictObject({ account }),
} as const;
