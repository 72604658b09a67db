import type { ConfigKey } from "../../packages/cli/src/config/config-keys.ts";

interface VariableText {
  /** What reads it. */
  readonly readBy: string;
  readonly means: string;
  /** Key of the config file that says the same; the variable wins. */
  readonly configKey?: ConfigKey;
}

const CLI = "`kling`";
const ALL = "`kling`, SDK, AI SDK provider";
const HIGGSFIELD = "`kling`, SDK";

/** Every environment variable that klingkit reads for itself. The generator refuses one that the sources read and that is missing here. */
export const ENVIRONMENT: Readonly<Record<string, VariableText>> = {
  KLING_API_KEY: { readBy: ALL, means: "API key of Kling", configKey: "api_key" },
  KLING_ACCESS_KEY: { readBy: ALL, means: "AccessKey of a pair; `/v1` only", configKey: "access_key" },
  KLING_SECRET_KEY: { readBy: ALL, means: "SecretKey of the same pair", configKey: "secret_key" },
  KLINGAI_API_KEY: { readBy: ALL, means: "Read if `KLING_API_KEY` is not set" },
  KLINGAI_ACCESS_KEY: { readBy: ALL, means: "Read if `KLING_ACCESS_KEY` is not set" },
  KLINGAI_SECRET_KEY: { readBy: ALL, means: "Read if `KLING_SECRET_KEY` is not set" },
  KLING_REGION: {
    readBy: ALL,
    means: "`global` (default) or `cn`. Keys belong to one region",
    configKey: "region",
  },
  KLING_BASE_URL: {
    readBy: ALL,
    means: "URL of the service or of an emulator, in place of the region's",
    configKey: "base_url",
  },
  KLING_ACCOUNT: {
    readBy: "`kling`, AI SDK provider",
    means:
      "Name under which jobs of both services are kept, so that a new key of the same account finds them. The AI SDK provider uses it for the key of the environment only: for a key that you pass as `apiKey`, pass `account` as well",
    configKey: "account",
  },
  KLING_PROFILE: { readBy: CLI, means: "Profile of the config file, as `--profile`" },
  KLING_STORE: {
    readBy: "`kling`, AI SDK provider",
    means: "Store of jobs, approvals and ledger, as `--store`: a SQLite file or `postgres://…`",
  },
  KLING_POLICY: { readBy: CLI, means: "[Policy file](policy-file.md), as `--policy`", configKey: "policy" },
  KLING_ALLOW_HOSTS: {
    readBy: "`kling`, AI SDK provider",
    means: "Hosts, separated by commas, to download results from although they are not public https",
    configKey: "allow_hosts",
  },
  KLING_ALLOW_HTTP: { readBy: ALL, means: "`1` allows a plain `http://` base URL on another machine" },
  KLING_NOTIFY: {
    readBy: CLI,
    means: "Notification at the end of a command: `auto` (after 30 seconds), `always`, `bell`, `off`",
    configKey: "notify",
  },
  KLING_DEBUG: { readBy: CLI, means: "`1` writes each request and response to stderr, as `--debug`" },
  KLING_LOG_FILE: {
    readBy: CLI,
    means: "File that each request and response is appended to, as `--log-file`",
  },
  KLING_FFMPEG: {
    readBy: "engine",
    means: "Path of the `ffmpeg` that decodes last frames, and pictures for `--preview` and `kling sheet`",
  },
  KLING_WEBHOOK_SECRET: {
    readBy: CLI,
    means: "Secret that `--listen` checks callbacks of Kling with, and that `kling trigger` signs them with",
  },
  HIGGSFIELD_WEBHOOK_SECRET: {
    readBy: CLI,
    means:
      "Secret that `--listen` checks callbacks of Higgsfield with, and that `kling trigger` signs them with",
  },
  KLING_LISTEN_SECRET: {
    readBy: CLI,
    means:
      "Secret that `kling listen` and `kling trigger` sign events with; `kling trigger` also signs callbacks with it if the secret of the service is not set",
  },
  KLING_MCP_TOKEN: { readBy: CLI, means: "Token that clients of `kling mcp --http` must send" },
  KLING_ADMIN_TOKEN: { readBy: CLI, means: "Token of the emulator's admin API" },
  HF_CREDENTIALS: {
    readBy: HIGGSFIELD,
    means: "Key of Higgsfield as `id:secret`",
    configKey: "higgsfield_credentials",
  },
  HF_KEY: { readBy: HIGGSFIELD, means: "Read if `HF_CREDENTIALS` is not set" },
  HIGGSFIELD_API_KEY_ID: { readBy: HIGGSFIELD, means: "Key ID of Higgsfield, where neither of these is set" },
  HIGGSFIELD_API_KEY_SECRET: { readBy: HIGGSFIELD, means: "Secret of the same key" },
  HF_API_KEY: { readBy: HIGGSFIELD, means: "Read if that pair is not set: key ID" },
  HF_API_SECRET: { readBy: HIGGSFIELD, means: "Secret of the same key" },
  HF_API_KEY_ID: { readBy: HIGGSFIELD, means: "Read if that pair is not set either: key ID" },
  HF_API_KEY_SECRET: { readBy: HIGGSFIELD, means: "Secret of the same key" },
  HF_ACCOUNT: {
    readBy: CLI,
    means: "Name under which jobs of Higgsfield are kept; wins over `KLING_ACCOUNT` for them",
    configKey: "higgsfield_account",
  },
  HIGGSFIELD_BASE_URL: { readBy: HIGGSFIELD, means: "URL of Higgsfield", configKey: "higgsfield_base_url" },
};

/** Variables of other programs that klingkit keeps to. The generator refuses one that a page tells to set and that is missing here. */
export const SHARED_ENVIRONMENT: Readonly<Record<string, string>> = {
  HTTPS_PROXY: "Proxy for https requests",
  HTTP_PROXY: "Proxy for http requests",
  NO_PROXY: "Hosts that are reached without a proxy",
  NODE_USE_ENV_PROXY:
    "`1` makes your own program use these proxies ([network](../operate/network.md)); `kling` needs no switch",
  NODE_EXTRA_CA_CERTS:
    "Node: file with further certificates to trust, such as those of your company or of [the emulator](../guides/emulator.md#use-a-client-that-needs-https). Set it before the program starts",
  NODE_OPTIONS: "Node: options for each program, such as `--import` for [traces](../guides/observability.md)",
  PGPASSWORD: "Password for a store in [PostgreSQL](../operate/postgresql.md), if its address has none",
  NO_COLOR: "No colours",
  FORCE_HYPERLINK: "`1` shows links in any terminal, `0` in none",
  XDG_CONFIG_HOME: "Folder of the config file on Linux: `klingkit/` in it",
  XDG_DATA_HOME: "Folder of the default store on Linux: `klingkit/` in it",
  LOCALAPPDATA: "Folder of the default store on Windows: `klingkit` in it",
  OTEL_SDK_DISABLED: "`true` reports no traces and metrics ([observability](../guides/observability.md))",
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "URL of the collector, read by the exporter that you import ([observability](../guides/observability.md))",
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: "`true` reports prompts in traces",
};
