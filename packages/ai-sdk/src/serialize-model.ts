import { storeKindOf } from "@klingkit/engine";
import { dropUndefined } from "@klingkit/spec/core";
import { DROP_IN_NAME } from "./provider-name.ts";
import { accountNameOf, readConnection } from "./session/credentials.ts";
import { digestOfKey, type Expectations } from "./session/expectations.ts";
import { resultOriginsOf } from "./session/result-origins.ts";
import type { KlingkitProviderSettings } from "./settings.ts";

/** By these two symbols the Workflow SDK finds how a class passes step boundaries. */
export const WORKFLOW_SERIALIZE = Symbol.for("workflow-serialize");
export const WORKFLOW_DESERIALIZE = Symbol.for("workflow-deserialize");

/** A model as plain JSON, without secrets: keys and addresses of databases come from the environment of the step. */
export interface SerializedModel {
  readonly modelId: string;
  readonly specificationVersion: "v3" | "v4";
  readonly isDropIn: boolean;
  readonly settings: Pick<
    KlingkitProviderSettings,
    "account" | "baseURL" | "allowedOrigins" | "outputDir" | "deliver" | "policy" | "retiredModels"
  > & { readonly store?: string };
  readonly expects: Expectations;
}

export function serializeModel({
  modelId,
  specificationVersion,
  core,
}: {
  readonly modelId: string;
  readonly specificationVersion: "v3" | "v4";
  readonly core: () => { readonly name: string; readonly settings: KlingkitProviderSettings };
}): SerializedModel {
  const { name, settings } = core();
  const { apiKey, accessKey, baseURL, allowedOrigins, outputDir, deliver, policy, retiredModels, store } =
    settings;
  const key = apiKey ?? accessKey;
  return {
    modelId,
    specificationVersion,
    isDropIn: name === DROP_IN_NAME,
    settings: dropUndefined({
      account: accountToPass(settings),
      baseURL,
      // Read here, so that no credentials in an address are passed on.
      allowedOrigins: allowedOrigins && resultOriginsOf({ allowedOrigins }, {}),
      outputDir,
      deliver,
      policy,
      retiredModels,
      store: typeof store === "string" && storeKindOf(store) === "sqlite" ? store : undefined,
    }),
    expects: dropUndefined({
      keyDigest: key === undefined ? undefined : digestOfKey(key),
      storeKind: storeToName(store),
    }),
  };
}

/** A step has the key from its environment, where it would be named otherwise, and buy again under the other name. */
function accountToPass(settings: KlingkitProviderSettings): string | undefined {
  const { account, apiKey, accessKey, secretKey } = settings;
  if (!apiKey && !(accessKey && secretKey)) return account;
  return accountNameOf(settings, readConnection(settings, process.env), process.env);
}

/** Of a store that the environment must name; undefined where the settings say it all. */
function storeToName(store: KlingkitProviderSettings["store"]): Expectations["storeKind"] {
  if (typeof store === "object") return store.kind;
  return store !== undefined && storeKindOf(store) === "postgres" ? "postgres" : undefined;
}
