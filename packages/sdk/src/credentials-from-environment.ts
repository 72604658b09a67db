import { notSupported, type Region } from "@klingkit/spec";
import { dropUndefined } from "@klingkit/spec/core";
import { ConfigError } from "./core/errors/config-error.ts";
import { requireOptions } from "./core/require-options.ts";
import type { KlingOptions } from "./kling/kling-core.ts";

const REGIONS: readonly Region[] = ["global", "cn"];

/**
 * Reads keys, region and address from environment variables: `KLING_API_KEY`, `KLING_ACCESS_KEY`, `KLING_SECRET_KEY`
 * (each also as `KLINGAI_…`), `KLING_REGION`, `KLING_BASE_URL`, `KLING_ALLOW_HTTP`. Blank counts as absent. The caller passes the environment.
 */
export function credentialsFromEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Pick<KlingOptions, "apiKey" | "accessKey" | "secretKey" | "region" | "baseUrl" | "allowsHttp"> {
  requireOptions(environment, "credentialsFromEnvironment", "process.env");
  const first = (...names: readonly string[]) =>
    names.map((name) => environment[name]?.trim()).find((value) => value !== undefined && value !== "");
  return dropUndefined({
    apiKey: first("KLING_API_KEY", "KLINGAI_API_KEY"),
    accessKey: first("KLING_ACCESS_KEY", "KLINGAI_ACCESS_KEY"),
    secretKey: first("KLING_SECRET_KEY", "KLINGAI_SECRET_KEY"),
    region: readRegion(first("KLING_REGION")),
    baseUrl: first("KLING_BASE_URL"),
    allowsHttp: first("KLING_ALLOW_HTTP") === "1" || undefined,
  });
}

function readRegion(value: string | undefined): Region | undefined {
  if (value === undefined) return undefined;
  const region = REGIONS.find((known) => known === value.toLowerCase());
  if (region) return region;
  throw new ConfigError({ option: "region", message: `KLING_REGION: ${notSupported(value, REGIONS)}` });
}
