import { expect, test } from "vitest";
import { createKling } from "../../create-kling.ts";
import { createHiggsfield } from "../../higgsfield/create-higgsfield.ts";
import { createKlingReads } from "../../reads.ts";
import { API_KEY, answering } from "../../testing/service-double.ts";

/** As a program without types calls it. */
const untyped = (value: unknown): never => value as never;
const HANDLE = { family: "standard", product: "text-to-video", taskId: "1" } as const;
const PERIOD = { startTimeMs: 1, endTimeMs: 2 };

const refusal = (message: string) => ({ code: "KLINGKIT_CONFIG", message: `${message} Nothing was sent.` });

test.each([
  [
    { externalTaskId: ["fox-1"] },
    "externalTaskId is not an option of tasks.get. Did you mean externalTaskIds?",
  ],
  [
    { external_task_ids: ["a"] },
    "external_task_ids is not an option of tasks.get. Did you mean externalTaskIds?",
  ],
  [{ taskIds: ["1"], famly: "solutions" }, "famly is not an option of tasks.get. Did you mean family?"],
  [{}, "tasks.get needs a list of taskIds, or one of externalTaskIds."],
  [{ taskIds: "1" }, "tasks.get needs a list of taskIds, or one of externalTaskIds."],
  [
    { taskIds: ["1"], externalTaskIds: ["a"] },
    "tasks.get needs a list of taskIds, or one of externalTaskIds.",
  ],
])("tasks.get(%j) is refused: no tasks would be read as not bought", async (ids, message) => {
  const service = answering();
  for (const { tasks } of [
    createKling({ apiKey: API_KEY, fetch: service.fetch }),
    createKlingReads({ apiKey: API_KEY, fetch: service.fetch }),
  ])
    await expect(tasks.get(untyped(ids))).rejects.toMatchObject(refusal(message));
  expect(service.requests).toEqual([]);
});

test("misspelt filters of every list are refused, and nothing is sent", async () => {
  const service = answering();
  const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
  const higgsfield = createHiggsfield({ credentials: "id:secret", fetch: service.fetch });
  const first = (items: AsyncIterable<unknown>) => items[Symbol.asyncIterator]().next();
  const calls: readonly (readonly [() => Promise<unknown>, string])[] = [
    [() => kling.tasks.list(untyped({ status: ["failed"] })), "status is not an option of tasks.list."],
    [
      () => first(kling.tasks.iterate(untyped({ startTime: 1 }))),
      "startTime is not an option of tasks.list.",
    ],
    [
      () => kling.account.costs(untyped({ ...PERIOD, packName: "x" })),
      "packName is not an option of account.costs.",
    ],
    [
      () => kling.account.units.list(untyped({ ...PERIOD, keys: [] })),
      "keys is not an option of account ledgers.",
    ],
    [
      () => first(kling.account.cash.iterate(untyped({ ...PERIOD, kys: [] }))),
      "kys is not an option of account ledgers.",
    ],
    [() => kling.v1.text2video.list(untyped({ page: 2 })), "page is not an option of list."],
    [() => higgsfield.models.list(untyped({ searh: "x" })), "searh is not an option of models.list."],
    [() => kling.tasks.wait(HANDLE, untyped({ timeout: 5 })), "timeout is not an option of wait."],
  ];
  for (const [call, message] of calls)
    await expect(call(), message).rejects.toMatchObject({
      code: "KLINGKIT_CONFIG",
      message: expect.stringContaining(message),
    });
  expect(service.requests).toEqual([]);
});
