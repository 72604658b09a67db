import { dirname, resolve } from "node:path";
import { configPath } from "@klingkit/engine/jobs";
import { KLING_BASE_URLS, KLING_KEY_PAGE, type Region } from "@klingkit/spec/plain";
import { type Config, DEFAULT_PROFILE, type Profile, profileOf, readConfig } from "../config/config-file.ts";
import type { Deps, Environment } from "../deps.ts";
import { CliError, usageError } from "../errors/cli-error.ts";
import { unsupportedValue } from "../errors/unsupported-value.ts";

/** Flags of every command that talks to a service. */
export interface ConnectionOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly baseUrl?: string;
}

export type Credentials =
  | { readonly kind: "api-key"; readonly apiKey: string }
  | { readonly kind: "access-key"; readonly accessKey: string; readonly secretKey: string };

/** A value and where it came from, in words. */
export interface Sourced<Value> {
  readonly value: Value;
  readonly source: string;
}

export interface Settings {
  readonly profile: string;
  readonly credentials: Sourced<Credentials> | undefined;
  readonly region: Sourced<Region>;
  readonly baseUrl: Sourced<string>;
  /** Hosts, with commas between them, that results may come from although they are not public https. */
  readonly allowHosts?: Sourced<string> | undefined;
  /** Policy file that the config file names. Absolute. */
  readonly policy?: Sourced<string> | undefined;
}

type Text = Sourced<string> | undefined;

/** First variable that is set to more than blanks. */
export function fromEnvironment(env: Environment, names: readonly string[]): Text {
  for (const name of names) {
    const value = env[name]?.trim();
    if (value) return { value, source: name };
  }
  return undefined;
}

function fromFlag(value: string | undefined, name: string): Text {
  return value === undefined ? undefined : { value, source: name };
}

/** Where settings are read from. */
export interface Sources {
  readonly env: Environment;
  readonly config: Config;
  readonly profile: string;
}

export function fromProfile(
  { env, config, profile }: Sources,
  key: "region" | "base_url" | "account" | "higgsfield_account" | "policy" | "allow_hosts",
): Text {
  const value = profileOf(config, profile)[key]?.trim();
  return value ? { value, source: fileSource(env, profile) } : undefined;
}

const fileSource = (env: Environment, profile: string) => `${configPath(env)}, profile ${profile}`;

/** Where both kinds are set in one place, the API key wins: it works everywhere. */
export function credentialsOf({ env, config, profile }: Sources): Sourced<Credentials> | undefined {
  const apiKey = fromEnvironment(env, ["KLING_API_KEY", "KLINGAI_API_KEY"]);
  if (apiKey) return { value: { kind: "api-key", apiKey: apiKey.value }, source: apiKey.source };
  const access = fromEnvironment(env, ["KLING_ACCESS_KEY", "KLINGAI_ACCESS_KEY"]);
  const secret = fromEnvironment(env, ["KLING_SECRET_KEY", "KLINGAI_SECRET_KEY"]);
  if (access && secret) {
    const value = { kind: "access-key", accessKey: access.value, secretKey: secret.value } as const;
    return { value, source: `${access.source} and ${secret.source}` };
  }
  const value = credentialsIn(profileOf(config, profile));
  return value && { value, source: fileSource(env, profile) };
}

/** Those of a profile. */
export function credentialsIn(stored: Profile): Credentials | undefined {
  const [key, ak, sk] = [stored.api_key?.trim(), stored.access_key?.trim(), stored.secret_key?.trim()];
  if (key) return { kind: "api-key", apiKey: key };
  return ak && sk ? { kind: "access-key", accessKey: ak, secretKey: sk } : undefined;
}

/** Flag, then environment, then config file, then default. Reads no network. */
export function readSettings({ env }: Deps, options: ConnectionOptions): Settings {
  const config = readConfig(env);
  const asked = fromFlag(options.profile, "--profile") ?? fromEnvironment(env, ["KLING_PROFILE"]);
  if (asked && asked.value !== DEFAULT_PROFILE && !Object.hasOwn(config, asked.value)) {
    const known = Object.keys(config).join(", ") || "none";
    throw usageError("invalid_profile", `${asked.source}: no profile '${asked.value}'. There are: ${known}.`);
  }
  const profile = asked?.value ?? DEFAULT_PROFILE;
  const sources = { env, config, profile };
  const region = regionOf(
    fromFlag(options.region, "--region") ??
      fromEnvironment(env, ["KLING_REGION"]) ??
      fromProfile(sources, "region"),
  );
  const url = fromFlag(options.baseUrl, "--base-url") ?? urlBelowFlags(sources, options);
  const baseUrl = url
    ? checkedUrl(url)
    : { value: KLING_BASE_URLS[region.value], source: `region ${region.value}` };
  const credentials = credentialsOf(sources);
  const allowHosts = fromEnvironment(env, ["KLING_ALLOW_HOSTS"]) ?? fromProfile(sources, "allow_hosts");
  const named = fromProfile(sources, "policy");
  const policy = named && { ...named, value: resolve(dirname(configPath(env)), named.value) };
  return {
    profile,
    credentials,
    region,
    baseUrl,
    allowHosts,
    policy,
  };
}

/** A region says where the service is as well: it hides a URL of lower rank. */
function urlBelowFlags(sources: Sources, { region }: ConnectionOptions): Text {
  if (region !== undefined) return undefined;
  const url = fromEnvironment(sources.env, ["KLING_BASE_URL"]);
  if (url || fromEnvironment(sources.env, ["KLING_REGION"])) return url;
  return fromProfile(sources, "base_url");
}

function regionOf(asked: Text): Sourced<Region> {
  if (!asked) return { value: "global", source: "default" };
  const { value, source } = asked;
  if (value === "global" || value === "cn") return { value, source };
  throw unsupportedValue("invalid_region", { source, value, known: Object.keys(KLING_BASE_URLS) });
}

function checkedUrl({ value, source }: Sourced<string>): Sourced<string> {
  if (isBaseUrl(value)) return { value: value.replace(/\/+$/, ""), source };
  throw usageError("invalid_base_url", `${source}: ${BASE_URL_RULE}.`);
}

export const BASE_URL_RULE =
  "use an http or https address such as http://127.0.0.1:8787. It must have no user, query or fragment";

/** A user in it would be a credential that everything shows; query and fragment would swallow the paths behind it. */
export function isBaseUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return (
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    !url.username &&
    !url.password &&
    !/[?#]/.test(text)
  );
}

/** The credentials, or `missing_api_key` with the ways to set them. */
export function requireCredentials({ credentials }: Settings): Credentials {
  if (credentials) return credentials.value;
  throw new CliError({
    code: "missing_api_key",
    message:
      "No credentials. Nothing was sent. Set KLING_API_KEY, or KLING_ACCESS_KEY and KLING_SECRET_KEY, or run `kling config set api_key`. " +
      `Keys are made at ${KLING_KEY_PAGE}.`,
  });
}
