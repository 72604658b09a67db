import { makePlan, type Plan, parseBatch } from "@klingkit/engine";

/** What a batch of the bench asks for. */
export interface BenchWork {
  readonly model: string;
  /** Lengths of the clips, in turn: longer ones take longer to make. */
  readonly seconds: readonly number[];
  /** Who makes them. Default: Kling. */
  readonly service?: "higgsfield";
}

/** Tasks of about 50 and 75 s, each ten per cent more or less. */
export const USUAL_WORK: BenchWork = { model: "kling-2.5-turbo", seconds: [5, 10] };

/** A plan for so many videos. */
export function benchPlan(count: number, { model, seconds, service }: BenchWork = USUAL_WORK): Promise<Plan> {
  const requests = Array.from({ length: count }, (_, at) => ({
    prompt: `a fox in the snow, take ${at + 1}`,
    model,
    ...(service === undefined ? {} : { service }),
    durationSeconds: seconds[at % seconds.length],
  }));
  const loadImage = () => Promise.reject(new Error("no job of the bench has an image"));
  return makePlan(parseBatch(JSON.stringify({ requests })), { loadImage });
}
