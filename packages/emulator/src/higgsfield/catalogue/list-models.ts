import { type JsonSchemaNode, jsonSchemaOf } from "@klingkit/spec";
import type { HiggsfieldCreate } from "@klingkit/spec/higgsfield";
import type { Reply } from "../../server/call.ts";
import { reply } from "../envelope.ts";
import type { HiggsfieldSettings } from "../settings.ts";

/** The endpoints that an account can use. Whether there is a default for `limit`, and paging beyond it, is not known. INF: none */
export function listModels(
  endpoints: readonly HiggsfieldCreate[],
  { refusedModels }: Pick<HiggsfieldSettings, "refusedModels">,
  search: string,
): Reply {
  const query = new URLSearchParams(search);
  const words = (query.get("search") ?? "").toLowerCase();
  const withSchema = query.get("include_schema") === "true";
  const limit = Number(query.get("limit") ?? Number.NaN);
  const items = endpoints
    .filter(({ id }) => refusedModels[id] !== 404)
    .map(({ id, title, workflow, body }) => ({
      slug: id,
      title,
      // Descriptions and operation types are ours. INF
      description: `${title}.`,
      operation_type: [workflow.replaceAll("-", "_")],
      output_type: "video",
      ...(withSchema ? { input_schema: inputSchemaOf(jsonSchemaOf(body)) } : {}),
    }))
    .filter(({ slug, title }) => `${slug} ${title}`.toLowerCase().includes(words));
  return reply(200, { items: limit > 0 ? items.slice(0, limit) : items });
}

/** Keywords of JSON Schema; our own texts are left out, and unknown fields are not forbidden. */
const KEYWORDS = [
  "type",
  "format",
  "enum",
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "required",
] as const;

function inputSchemaOf(node: JsonSchemaNode): object {
  const { properties, items, serviceDefault } = node;
  const kept = KEYWORDS.filter((name) => node[name] !== undefined);
  return {
    ...Object.fromEntries(kept.map((name) => [name, node[name]])),
    ...(serviceDefault === undefined ? {} : { default: serviceDefault }),
    ...(items ? { items: inputSchemaOf(items) } : {}),
    ...(properties
      ? {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, part]) => [name, inputSchemaOf(part)]),
          ),
        }
      : {}),
  };
}
