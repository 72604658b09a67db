import type { KeysOf } from "@klingkit/spec/core";
import { notSupported } from "@klingkit/spec/core";
import { CURRENT_ERA, ERAS, type Era, type EraId } from "@klingkit/spec/higgsfield";
import { CORE_OPTIONS, type Core, type CoreOptions, createCore, readBaseUrl } from "../core/core.ts";
import { ConfigError } from "../core/errors/config-error.ts";
import { refuseUnknown } from "../core/refuse-unknown.ts";
import type { ServiceProtocol } from "../core/service-protocol.ts";
import { type HiggsfieldCredentialOptions, readHiggsfieldKey } from "./credentials.ts";
import { createHiggsfieldProtocol } from "./higgsfield-protocol.ts";

/** How to reach the service, and the seams for tests. `maxUnits` counts US dollars. */
export interface HiggsfieldOptions extends HiggsfieldCredentialOptions, CoreOptions {
  /** Replaces the address of the era, for the emulator or a gateway. Credentials go to it. */
  readonly baseUrl?: string | undefined;
  /** State of the API that the address has. Default `c`, the current one; `a` and `b` have no Idempotency-Key. */
  readonly era?: EraId | undefined;
}

/** What resources of this service stand on. */
export interface HiggsfieldCore extends Core {
  readonly era: Era;
  /** For uploads, which leave without credentials to another host. */
  readonly fetch: typeof fetch;
  readonly protocol: ServiceProtocol;
}

const OPTIONS: KeysOf<HiggsfieldOptions> = {
  ...CORE_OPTIONS,
  credentials: true,
  keyId: true,
  keySecret: true,
  auth: true,
  baseUrl: true,
  era: true,
};

/** Checks the options and wires the core for Higgsfield. Sends nothing. Throws ConfigError. */
export function createHiggsfieldCore(options: HiggsfieldOptions): HiggsfieldCore {
  refuseUnknown(options, OPTIONS, "the client");
  const era = readEra(options.era);
  const baseUrl = readBaseUrl(options.baseUrl?.trim() || era.baseUrl, era.baseUrl);
  const key = readHiggsfieldKey(options);
  const auth = readAuth(options.auth);
  const protocol = createHiggsfieldProtocol({ key, auth, era, baseUrl });
  const core = createCore(options, { protocol, baseUrl });
  return { ...core, era, protocol, fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)) };
}

function readEra(id: EraId = CURRENT_ERA): Era {
  const era: Era | undefined = Object.hasOwn(ERAS, id) ? ERAS[id] : undefined;
  if (era) return era;
  throw new ConfigError({ option: "era", message: `era: ${notSupported(id, Object.keys(ERAS))}` });
}

function readAuth(auth: HiggsfieldCredentialOptions["auth"] = "authorization"): "authorization" | "headers" {
  if (auth === "authorization" || auth === "headers") return auth;
  const message = `auth: ${notSupported(String(auth), ["authorization", "headers"])}`;
  throw new ConfigError({ option: "auth", message });
}
