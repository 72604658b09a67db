import { type KeysOf, unknownOption } from "@klingkit/spec/core";
import type { KlingkitProviderSettings, SpendingPolicy } from "../settings.ts";
import { configInvalid } from "../video-error.ts";

const POLICY: KeysOf<SpendingPolicy> = {
  purpose: true,
  maxUnitsPerCall: true,
  maxUnitsPerDay: true,
  approval: true,
};

const SETTINGS: KeysOf<KlingkitProviderSettings> = {
  apiKey: true,
  accessKey: true,
  secretKey: true,
  account: true,
  baseURL: true,
  headers: true,
  fetch: true,
  allowedOrigins: true,
  store: true,
  outputDir: true,
  deliver: true,
  policy: true,
  concurrency: true,
  retiredModels: true,
  engine: true,
};

/** For callers without types: a misspelt limit would limit nothing. Throws KlingkitVideoError `config_invalid`. */
export function checkSettings(settings: KlingkitProviderSettings): void {
  const { policy = {} } = settings;
  const unknown =
    unknownOption(settings, SETTINGS, "createKlingkit") ??
    unknownOption(policy, POLICY, "createKlingkit: policy");
  if (unknown) throw configInvalid(unknown.message);
}
