import { createHiggsfieldProvider, createKlingProvider, type Provider } from "@klingkit/engine";
import { createKling } from "klingkit";
import { createHiggsfield } from "klingkit/higgsfield";
import type { Clock } from "../deps.ts";
import { EMULATOR_API_KEY, EMULATOR_CREDENTIALS } from "../session/emulator-key.ts";

/** `event`: what `kling listen` forwards; `new`, `legacy`: callbacks of a service. */
export const SHAPES = ["event", "new", "legacy"] as const;
export type Shape = (typeof SHAPES)[number];

interface Connection {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly readRetries: number;
}

/** What `kling trigger` knows of a service. */
export interface TriggeredService {
  readonly name: string;
  readonly title: string;
  /** Variable with the secret that its callbacks are checked with. */
  readonly secretVariable: string;
  readonly shapes: readonly Shape[];
  /** Its own code for a create request that will never pass. */
  readonly refusalCode: number;
  /** Fields of a request, whose task sends callbacks of the shape. */
  requestFor(shape: Shape): Readonly<Record<string, string>>;
  createProvider(connection: Connection): Provider;
}

const MODEL = "kling-2.5-turbo";

const kling: TriggeredService = {
  name: "kling",
  title: "Kling",
  secretVariable: "KLING_WEBHOOK_SECRET",
  shapes: SHAPES,
  refusalCode: 1201,
  requestFor: (shape) =>
    shape === "legacy" ? { model: "kling-v3", family: "legacy" } : { model: MODEL, service: "kling" },
  createProvider: (connection) =>
    createKlingProvider({
      kling: createKling({ ...connection, apiKey: EMULATOR_API_KEY }),
      hasApiKey: true,
      spendsMoney: false,
    }),
};

const higgsfield: TriggeredService = {
  name: "higgsfield",
  title: "Higgsfield",
  secretVariable: "HIGGSFIELD_WEBHOOK_SECRET",
  shapes: ["event", "new"],
  refusalCode: 400,
  requestFor: () => ({ model: MODEL, service: "higgsfield" }),
  createProvider: (connection) =>
    createHiggsfieldProvider({
      higgsfield: createHiggsfield({ ...connection, credentials: EMULATOR_CREDENTIALS }),
      spendsMoney: false,
    }),
};

export const TRIGGERED_SERVICES: readonly TriggeredService[] = [kling, higgsfield];
