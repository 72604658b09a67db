import { isJsonObject } from "@klingkit/spec";
import { requireObjects } from "../arguments/require-arguments.ts";
import type { BatchFile, BatchRequest, PlainRequest } from "./batch-schema.ts";
import { withoutNull } from "./expand-batch.ts";
import { libraryRequests } from "./library-requests.ts";
import { findNamedOperation } from "./paid-operation.ts";
import { mapBodyInputs, mapInputs } from "./request-inputs.ts";
import { parseResultText } from "./result-text.ts";

/** A batch with other paths of its files; results of other requests stay as they are, and so do videos of requests without an operation, which are addresses. */
export function locateBatch(batch: BatchFile, locate: (input: string) => string): BatchFile {
  requireObjects("locateBatch", { batch, locate });
  const place = (input: string) => (parseResultText(input) ? input : locate(input));
  const inFields = <Fields extends PlainRequest>(fields: Fields): Fields =>
    mapInputs(fields, (input, { kind }) => (kind === "image" ? place(input) : input));
  const inRequest = (fields: BatchRequest): BatchRequest =>
    locateBody({ ...fields, ...inFields(withoutNull(fields)) }, place);
  const { defaults, requests, matrix } = batch;
  const inLibrary = (list: "voices" | "elements") => {
    const entries = libraryRequests(batch).filter((entry) => entry.list === list);
    const placed = entries.map(({ name, operation, body }) => [
      name,
      locateBody({ operation, body }, place).body ?? {},
    ]);
    return batch[list] ? { [list]: Object.fromEntries(placed) } : {};
  };
  return {
    ...batch,
    ...(defaults ? { defaults: inFields(defaults) } : {}),
    ...(requests ? { requests: requests.map(inRequest) } : {}),
    ...inLibrary("voices"),
    ...inLibrary("elements"),
    ...(matrix?.firstFrame ? { matrix: { ...matrix, firstFrame: matrix.firstFrame.map(place) } } : {}),
  };
}

function locateBody(request: BatchRequest, place: (input: string) => string): BatchRequest {
  const { operation, body } = request;
  const schema = operation === undefined ? undefined : findNamedOperation(operation)?.body;
  if (!schema || !isJsonObject(body)) return request;
  return {
    ...request,
    body: mapBodyInputs(schema, body, (input, { takes }) => (takes === "file" ? place(input) : input)),
  };
}
