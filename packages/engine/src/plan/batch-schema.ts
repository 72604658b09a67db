import { requestFields } from "@klingkit/spec";
import * as z from "zod/mini";
import { findTemplateMistake } from "./output-template.ts";
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
  /** Who makes it. Default `kling`. */
  service: z.exactOptional(z.enum(["kling", "higgsfield"])),
  family: z.exactOptional(z.enum(["legacy", "standard"])),
  /** Length of the input video in seconds, for a price where the output follows it. */
  inputVideoSeconds: z.exactOptional(z.number().check(z.minimum(0))),
  /** Path template of the result; see the batch's `output`. */
  output: z.exactOptional(template()),
};

type Inner<Schema> = Schema extends z.ZodMiniExactOptional<infer Type> ? Type : never;

/** The same fields, each of which may be `null`: a request that has a field so goes without the default of its batch. */
const orNull = <Fields extends Readonly<Record<string, z.ZodMiniExactOptional>>>(optional: Fields) =>
  // Entries lose the names of their fields, of which none is added or left out here.
  Object.fromEntries(
    Object.entries(optional).map(([name, { _zod }]) => [
      name,
      z.exactOptional(z.nullable(_zod.def.innerType as z.ZodMiniType)),
    ]),
  ) as unknown as {
    readonly [Name in keyof Fields]: z.ZodMiniExactOptional<
      z.ZodMiniNullable<Extract<Inner<Fields[Name]>, z.ZodMiniType>>
    >;
  };

/** Values of one field, of which each is tried. */
const axis = <Schema extends z.ZodMiniType>({ _zod }: z.ZodMiniExactOptional<Schema>) =>
  z.exactOptional(z.array(_zod.def.innerType).check(z.minLength(1)));

/** One request of a batch. */
export const batchRequest = z.strictObject({
  name: z.exactOptional(line()),
  /** Operation of a service, by id or by its command, such as `image create`; its `body` takes the place of all other fields. */
  operation: z.exactOptional(line()),
  body: z.exactOptional(z.record(z.string(), z.unknown())),
  ...orNull(fields),
});

/** One batch: what to make, several times, for one purpose. */
export const batchFile = z.strictObject({
  /** Label under which the creates are counted together. */
  purpose: z.exactOptional(line()),
  /** Fields for every request that does not say otherwise; `null` in a request says that it goes without. */
  defaults: z.exactOptional(z.strictObject(fields)),
  /** Warnings make the plan invalid. Default false. */
  strict: z.exactOptional(z.boolean()),
  /** Path template: `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`, `{kind}`, `{ext}`. */
  output: z.exactOptional(template()),
  /** Voices that requests use as `{ from: NAME }`, each with the body of its create. Made once per account, and reused. */
  voices: z.exactOptional(z.record(z.string(), z.record(z.string(), z.unknown()))),
  /** Elements, in the same way. */
  elements: z.exactOptional(z.record(z.string(), z.record(z.string(), z.unknown()))),
  requests: z.exactOptional(z.array(batchRequest)),
  /** Every combination of the listed values, on top of each request (or of the defaults alone). No request has a field that is listed. */
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
export type BatchRequest = z.infer<typeof batchRequest>;
/** A request without what is null in it. */
export type PlainRequest = NonNullable<BatchFile["defaults"]> &
  Pick<BatchRequest, "name" | "operation" | "body">;
