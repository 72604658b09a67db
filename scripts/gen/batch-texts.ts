import { REQUEST_FIELD_TEXTS, type RequestFieldText } from "@klingkit/spec";
import type { BatchFile, BatchRequest } from "../../packages/engine/src/plan/batch-schema.ts";

type Texts<Fields> = Readonly<Record<keyof Fields, RequestFieldText>>;

/** Texts of the fields of a batch file. They are no part of the schema that batches are read by. */
export const BATCH_TEXTS: Texts<BatchFile> = {
  purpose: {
    description:
      "label under which the creates are counted together. What a run of the same purpose has bought is not bought again; `--purpose` wins (default: `unnamed`, which all batches without a purpose share, whatever their folder)",
  },
  defaults: {
    description:
      "fields of a request, for every request that does not set them; a request with `null` goes without",
  },
  strict: {
    description: "refuses what would only cause a warning; `--strict` does the same",
    serviceDefault: false,
  },
  output: {
    description:
      "template for file names: `{index}`, `{name}`, `{model}`, `{ratio}`, `{seconds}`, `{resolution}`, `{kind}`, `{ext}`. A value that only the result shows, such as the ratio of a video made from an image, is left out with its separator",
    serviceDefault: "{name}.mp4",
  },
  voices: {
    description:
      "voices that requests use as `{ from: NAME }`: the body of `kling voice create` under each name. Made once per account, and reused by every batch that asks for the same",
  },
  elements: {
    description:
      "elements that requests use as `{ from: NAME }`: the body of `kling element create` under each name. Made once per account, and reused by every batch that asks for the same",
  },
  requests: { description: "what to make" },
  matrix: {
    description:
      "lists of values: every combination is made, on top of each request, or of the defaults alone. No request may set a field that is listed",
  },
};

/** Texts of the fields of a request of a batch. */
export const BATCH_REQUEST_TEXTS: Texts<BatchRequest> = {
  ...REQUEST_FIELD_TEXTS,
  name: {
    description:
      "name of the job and of its file, unique among the requests, voices and elements of the batch; default: its number",
  },
  operation: {
    description:
      "any other paid operation, by its command or id: `image create`, `v1/videos/lip-sync`; what is sent stands in `body`, and no other field of the request is used but `name` and `output`",
  },
  body: {
    description:
      "body of the operation, as the service takes it; `kling operations OPERATION` lists its fields. Files may stand as paths",
  },
  model: { description: "any name of a model; `kling models` lists them" },
  service: {
    description: "who makes it: kling or higgsfield, see kling plan --compare",
    serviceDefault: "kling",
  },
  callbackUrl: {
    description:
      "URL that gets a POST at every status change; Kling only. At Higgsfield, `kling run` and `kling worker` hear of the end with `--listen`",
  },
  hasWatermark: { description: "make a second file with a watermark; Kling only", serviceDefault: false },
  family: { description: "where both families have the model" },
  inputVideoSeconds: {
    description:
      "length of the input video in seconds, for an exact price where the result follows it; without it the plan has the highest price",
  },
  output: { description: "a template of its own, in place of the batch's" },
};
