import { createEventDelivery, type EventDeliveryOptions, type Store, type TaskEvent } from "@klingkit/engine";
import { createSeededRandom } from "@klingkit/testkit";
import { createWorld, noFiles, planOf } from "./world.ts";

/** A store with what happened to so many videos: four events each. */
export async function createHistory(jobs: number) {
  const world = await createWorld();
  const engine = await world.openEngine({ collector: noFiles, slots: { quota: 1000 } });
  async function buy(count: number, purpose: string): Promise<void> {
    await world.clock.drive(engine.enqueue(await planOf(count, "kling-2.5-turbo", purpose)));
    await world.run(engine);
  }
  await buy(jobs, "first");
  return {
    world,
    store: await world.openStore(),
    buy,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}

type History = Awaited<ReturnType<typeof createHistory>>;

/** The history of the store's only job so many times, as if all had run at once. */
export async function multiply(store: Store, count: number): Promise<void> {
  const job = await store.reader.selectFrom("job").selectAll().executeTakeFirstOrThrow();
  const events = await store.reader
    .selectFrom("event")
    .selectAll()
    .where("job_id", "is not", null)
    .orderBy("seq")
    .execute();
  const copies = Array.from({ length: count }, (_, at) => `${job.id}-${at}`);
  await store.write(async (db) => {
    for (const id of copies)
      await db
        .insertInto("job")
        .values({ ...job, id, ext_id: id })
        .execute();
    for (const { seq: _, ...event } of events) {
      for (const job_id of copies)
        await db
          .insertInto("event")
          .values({ ...event, job_id })
          .execute();
    }
  });
}

interface Taken extends TaskEvent {
  readonly atMs: number;
}

interface ReceiverOptions {
  /** Throws for an event that is not taken; may hang. */
  readonly judge?: (event: TaskEvent) => Promise<void>;
}

/** A receiver, and deliveries to it that may be stopped and started. */
export function createReceiver(
  { world, store }: History,
  { judge = () => Promise.resolve() }: ReceiverOptions = {},
) {
  const { clock } = world;
  const taken: Taken[] = [];
  const attempts: string[] = [];
  const delivery = (options: Partial<EventDeliveryOptions> = {}) =>
    createEventDelivery({
      store,
      name: "http://127.0.0.1:3000/hooks",
      clock,
      random: createSeededRandom(3),
      since: { seq: 0 },
      async deliver(event) {
        attempts.push(event.id);
        await judge(event);
        taken.push({ ...event, atMs: clock.nowMs() });
      },
      ...options,
    });
  return { clock, taken, attempts, delivery };
}

export const typesOf = (events: readonly TaskEvent[], jobId: string) =>
  events.filter(({ data }) => data.job.id === jobId).map(({ type }) => type);

export const jobIdsOf = (events: readonly TaskEvent[]) => [...new Set(events.map(({ data }) => data.job.id))];

export const LIFE = ["task.submitted", "task.processing", "task.succeeded", "task.downloaded"];

export const REST = { until: "rest" } as const;
