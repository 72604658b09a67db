import type { KeysOf } from "@klingkit/spec/core";
import { dropUndefined, isJsonObject, type JsonObject } from "@klingkit/spec/core";
import { modelsList } from "@klingkit/spec/higgsfield";
import { ConfigError } from "../core/errors/config-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { CallOptions } from "../core/send.ts";
import type { HiggsfieldCore } from "./higgsfield-core.ts";
import { HIGGSFIELD } from "./service-name.ts";

/** A model that the account may use. */
export interface HiggsfieldModel {
  /** The endpoint, such as `kling-video/v2.6/pro/text-to-video`. */
  readonly slug: string;
  readonly title?: string;
  readonly description?: string;
  readonly operationTypes: readonly string[];
  readonly outputType?: string;
  /** JSON Schema of the body; only where it was asked for. */
  readonly inputSchema?: JsonObject;
}

export interface ModelsQuery extends CallOptions {
  readonly limit?: number | undefined;
  readonly search?: string | undefined;
  readonly includeSchema?: boolean | undefined;
}

const NAMES: KeysOf<ModelsQuery> = {
  limit: true,
  search: true,
  includeSchema: true,
  signal: true,
  timeoutMs: true,
};

export interface ModelsResource {
  /** Models of the account: the truth about what it may use. Entries that cannot be read are left out. */
  list(query?: ModelsQuery): Promise<readonly HiggsfieldModel[]>;
}

export const createModels = (core: HiggsfieldCore): ModelsResource => ({
  async list(asked = {}) {
    refuseUnknown(asked, NAMES, "models.list");
    const { limit, search, includeSchema, signal, timeoutMs } = asked;
    if (!core.era.hasModels)
      throw new ConfigError({
        option: "era",
        service: HIGGSFIELD,
        message: `Models cannot be listed in era ${core.era.id}. Nothing was sent.`,
      });
    const query = { limit, search, include_schema: includeSchema ? "true" : undefined };
    const { data } = await core.send(modelsList, { query, signal, timeoutMs });
    const items = isJsonObject(data) && Array.isArray(data["items"]) ? data["items"] : [];
    return items.flatMap((item: unknown) => readModel(item) ?? []);
  },
});

function readModel(item: unknown): HiggsfieldModel | undefined {
  if (!isJsonObject(item) || typeof item["slug"] !== "string") return undefined;
  const { slug, title, description, operation_type: types, output_type, input_schema } = item;
  return {
    slug,
    operationTypes: Array.isArray(types) ? types.filter((type) => typeof type === "string") : [],
    ...dropUndefined({
      title: textOf(title),
      description: textOf(description),
      outputType: textOf(output_type),
      inputSchema: isJsonObject(input_schema) ? input_schema : undefined,
    }),
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
