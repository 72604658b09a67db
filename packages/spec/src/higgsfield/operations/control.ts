import { once } from "../../once.ts";
import type { Schema } from "../../schema/schema.ts";
import * as s from "../../schema/schema.ts";
import type { Source } from "../../source.ts";
import { optional, required } from "../body/fields.ts";
import { UPLOAD_TYPES } from "../facts/uploads.ts";
import type { HiggsfieldCall, HiggsfieldCreate } from "../operation.ts";

const doc: Source = { confidence: "DOC", readOn: "2026-10" };

interface Described extends Pick<HiggsfieldCall, "id" | "title" | "method" | "path" | "effect" | "action"> {
  readonly successStatus?: number;
  readonly body?: () => Schema;
  readonly query?: () => Schema;
  readonly source?: Source;
}

function call({ body, query, successStatus = 200, source = doc, ...rest }: Described): HiggsfieldCall {
  const schemas = { body: body && once(body), query: query && once(query) };
  return {
    ...rest,
    family: "requests",
    answer: "now",
    successStatus,
    source,
    ...(schemas.body
      ? {
          get body() {
            return schemas.body?.() ?? s.object({});
          },
        }
      : {}),
    ...(schemas.query
      ? {
          get query() {
            return schemas.query?.() ?? s.object({});
          },
        }
      : {}),
  };
}

export const requestStatus = /* @__PURE__ */ call({
  id: "requests/status",
  title: "Read one request",
  method: "GET",
  path: "/requests/{id}/status",
  effect: "reads",
  action: "get",
});

/** While it is `queued` only: 202, else 400. */
export const requestCancel = /* @__PURE__ */ call({
  id: "requests/cancel",
  title: "Cancel a request that waits in the queue",
  method: "POST",
  path: "/requests/{id}/cancel",
  effect: "writes",
  action: "call",
  successStatus: 202,
});

/** Erases inputs, outputs, prompt and parameters of a finished request; the same response when it is repeated. */
export const requestDelete = /* @__PURE__ */ call({
  id: "requests/delete",
  title: "Erase the data of a finished request",
  method: "DELETE",
  path: "/requests/{id}",
  effect: "writes",
  action: "delete",
});

export const ESTIMATE_PATH = "/estimate/{endpoint}";

/** What a create would cost, with the body of the create. Optional at the service: one integrator got 404. */
export const estimate = /* @__PURE__ */ call({
  id: "estimate",
  title: "Estimate the price of a request",
  method: "POST",
  path: ESTIMATE_PATH,
  effect: "reads",
  action: "call",
  source: { confidence: "DOC", readOn: "2026-10", note: "404 `model_not_found` seen on 2026-09-18 (MIRROR)" },
});

/** The estimate of one create: the endpoint is several segments of the path, so it is written out. */
export const estimateOf = ({ path }: Pick<HiggsfieldCreate, "path">): HiggsfieldCall => ({
  ...estimate,
  path: `/estimate${path}`,
});

export const modelsList = /* @__PURE__ */ call({
  id: "models",
  title: "List the models that the account may use",
  method: "GET",
  path: "/models",
  effect: "reads",
  action: "list",
  query: () =>
    s.object({
      limit: optional(s.int({ minimum: 1 }), "Most entries."),
      search: optional(s.string(), "Words to look for."),
      include_schema: optional(s.oneOf(["true", "false"]), "Whether each entry has its `input_schema`."),
    }),
  source: { confidence: "MIRROR", readOn: "2026-10", note: "paging beyond `limit` is unknown" },
});

export const uploadUrl = /* @__PURE__ */ call({
  id: "files/generate-upload-url",
  title: "Get an address to upload a file to",
  method: "POST",
  path: "/files/generate-upload-url",
  effect: "writes",
  action: "call",
  body: () =>
    s.object({
      content_type: required(s.oneOf(UPLOAD_TYPES), "Content type of the file; the same in the upload."),
    }),
});

/** Everything around the requests, in the order of the documentation. */
export const HIGGSFIELD_CALLS: readonly HiggsfieldCall[] = [
  requestStatus,
  requestCancel,
  requestDelete,
  estimate,
  modelsList,
  uploadUrl,
];
