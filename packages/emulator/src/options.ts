import { DEFAULT_CONCURRENCY } from "@klingkit/spec";
import type { HiggsfieldOptions } from "./higgsfield/settings.ts";
import type { KlingSettings } from "./kling/settings.ts";
import { DEFAULT_SWITCHES, type ServiceSwitches } from "./kling/switches.ts";
import type { ClipRenderer, Look } from "./media/index.ts";
import type { KeyOption, PackOption } from "./world/accounts/account-options.ts";
import type { ClockMode } from "./world/clock/emulator-clock.ts";
import type { FaultRule } from "./world/faults/fault-rule.ts";
import type { GenerationTime } from "./world/tasks/generation-time.ts";
import type { TransitionMode } from "./world/tasks/transition-mode.ts";

/** Which services an emulator plays. */
export type ServiceChoice = "kling" | "higgsfield" | "both";

export interface EmulatorOptions {
  /** Default `both`: their paths never collide. */
  readonly services?: ServiceChoice;
  /** What only Higgsfield has. */
  readonly higgsfield?: HiggsfieldOptions;
  /** Decides ids, tokens, times and pictures. Default `klingkit`. */
  readonly seed?: string;
  /** Default `real`. */
  readonly clock?: ClockMode;
  /** Emulator time at the start, Unix ms. Default: now. */
  readonly startAtMs?: number;
  /** Without keys every well-formed credential is accepted, one account for each. */
  readonly keys?: readonly KeyOption[];
  /** In-flight tasks per account, at Kling per account and model. Default: the largest of the account's packs, else 5; at Higgsfield 4. */
  readonly concurrency?: number;
  /** Packs of every account; `[]` is an account without units (1102). Default: unlimited units, no packs. */
  readonly packs?: readonly PackOption[];
  /** Shorthand for one pack with so many units. */
  readonly initialUnits?: number;
  /** Secrets (`whsec_…`) that sign callbacks; without one callbacks are unsigned. */
  readonly webhookSecrets?: readonly string[];
  /** Base of result links, for a server behind another address. Default: the address itself. */
  readonly publicUrl?: string;
  /** Token that the admin API asks for, all but `GET /_emulator/info` on a loopback host. Default: none, and then only loopback hosts may use it. */
  readonly adminToken?: string | undefined;
  /** Lets models run that the service has retired. Default false. */
  readonly allowsRetiredModels?: boolean;
  /** Refuses unknown fields, which the service ignores. Default false. */
  readonly isStrict?: boolean;
  /** Keeps state in this folder, across restarts. Default: memory only. */
  readonly dataDir?: string;
  /** Sends callbacks and, if asked to, reads input URLs. Default: the runtime's. */
  readonly fetch?: typeof fetch;
  /** What goes wrong, in order; can be replaced while running. Default: nothing. */
  readonly faults?: readonly FaultRule[];
  /** Generation times by model name, `*` for all others. Default: observed ones, scaled. */
  readonly durations?: Readonly<Record<string, GenerationTime>>;
  /** Makes every result a file of so many bytes, generated while it is read, in place of a clip: for measuring downloads. */
  readonly resultSizeBytes?: number | undefined;
  /** How results look and sound: `slate` tells them apart and shows what was cut or lost, `scenery` is to show around, `plain` is a slate without words. Default `slate`. */
  readonly look?: Look;
  /** Draws the clips. Default: the built-in renderer. */
  readonly renderer?: Pick<ClipRenderer, "renderVideo">;
  /** How tasks move on. Default: by time. */
  readonly transitions?: TransitionMode;
  /** Choices where the service's behaviour is not known. */
  readonly switches?: Partial<ServiceSwitches>;
  /** Called for errors inside the emulator, such as a failed callback. Default: silent. */
  readonly onError?: (error: unknown) => void;
}

/** Options with every default filled in. */
export interface Settings extends Omit<EmulatorOptions, keyof KlingSettings>, KlingSettings {
  /** Credential time at the start, where it differs from `startAtMs`. */
  readonly credentialStartAtMs?: number;
  readonly seed: string;
  readonly services: ServiceChoice;
  readonly clock: ClockMode;
}

export function fillSettings(options: EmulatorOptions): Settings {
  return {
    ...options,
    seed: options.seed ?? "klingkit",
    services: options.services ?? "both",
    clock: options.clock ?? "real",
    keys: options.keys ?? [],
    allowsRetiredModels: options.allowsRetiredModels ?? false,
    isStrict: options.isStrict ?? false,
    fetch: options.fetch ?? globalThis.fetch,
    transitions: options.transitions ?? { mode: "time" },
    switches: { ...DEFAULT_SWITCHES, ...options.switches },
    onError: options.onError ?? (() => {}),
    ...packsOf(options),
  };
}

function packsOf({ packs, initialUnits }: EmulatorOptions): Pick<EmulatorOptions, "packs"> {
  if (packs) return { packs };
  if (initialUnits === undefined) return {};
  const concurrency = DEFAULT_CONCURRENCY.trial;
  // Named as the service names its packs. @source LIVE
  return {
    packs: [
      {
        name: `Trial-Video-${initialUnits}Units-${concurrency}Con-6Months`,
        units: initialUnits,
        concurrency,
      },
    ],
  };
}
