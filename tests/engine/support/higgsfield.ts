import { createHash } from "node:crypto";
import {
  type Engine,
  type EngineOptions,
  makePlan,
  type Plan,
  type PlanContext,
  parseBatch,
} from "@klingkit/engine";
import type { World } from "./world.ts";

export const CREATE = { method: "POST", path: /^\/kling-video\// } as const;
/** What 5 s of 2.6 pro without sound cost. */
export const USD = 0.35;
const PICTURE = new TextEncoder().encode("the bytes of a picture");
export const PICTURE_SHA256 = createHash("sha256").update(PICTURE).digest("hex");

const context: PlanContext = {
  isLocalService: true,
  loadImage: () => Promise.reject(new Error("no test uses images")),
  loadFile: (name) =>
    Promise.resolve({
      value: `media:sha256:${PICTURE_SHA256}`,
      manifest: { name, kind: "file", sha256: PICTURE_SHA256 },
    }),
  readFile: () => Promise.resolve({ bytes: PICTURE, contentType: "image/png" }),
};

export const planOf = (requests: readonly object[]): Promise<Plan> =>
  makePlan(
    parseBatch(JSON.stringify({ defaults: { service: "higgsfield", model: "kling-2.6" }, requests })),
    context,
  );

export const foxes = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ prompt: `a fox, take ${at + 1}` }));

/** An engine with accounts of both services. */
export async function openEngine(
  world: World,
  {
    provider = world.createSecondProvider(),
    ...options
  }: Parameters<World["openEngine"]>[0] & Partial<EngineOptions> = {},
): Promise<Engine> {
  const { readFile, loadFile } = context;
  return world.openEngine({
    providers: [world.createProvider(), provider],
    ...(loadFile ? { loadFile } : {}),
    ...(readFile ? { readFile } : {}),
    slots: {},
    ...options,
  });
}

export async function enqueue(
  world: World,
  engine: Engine,
  plan: Plan,
  options?: Parameters<Engine["enqueue"]>[1],
): Promise<readonly string[]> {
  const made = await world.clock.drive(engine.enqueue(plan, options));
  if (made.kind !== "accepted") throw new Error(made.reasons.join());
  return made.jobIds;
}

export const sentIn = (world: World): number =>
  world.faults.requests.filter((line) => line.startsWith("POST /kling-video/")).length;
