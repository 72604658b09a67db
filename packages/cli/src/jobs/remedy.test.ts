import { expect, test } from "vitest";
import { remediesText } from "./remedy.ts";

const job = (name: string) => ({ id: `j-${name}`, batchId: "b1", name, state: "failed" as const });
/** Canceled, because it takes results of these. */
const below = (name: string, ...parents: readonly string[]) => ({
  ...job(name),
  state: "canceled" as const,
  needs: parents.map((parent) => ({ id: `j-${parent}`, name: parent })),
});
const COMMAND = "`kling jobs retry --batch b1 --failed`";

test.each([
  [["still"], [], "`kling jobs retry j-still` buys it again."],
  [["still", "fox"], [], `${COMMAND} buys them again.`],
  [["still"], ["video"], `${COMMAND} buys still again, and the job that was canceled with it.`],
  [["still"], ["video", "sound"], `${COMMAND} buys still again, and the 2 jobs that were canceled with it.`],
  [["still", "fox"], ["video"], `${COMMAND} buys them again, and the job that was canceled with them.`],
])(
  "of %j that failed and %j that were canceled with them, one command buys all",
  (failed, canceled, text) => {
    expect(
      remediesText(
        failed.map(job),
        canceled.map((name) => below(name, "still")),
      ),
    ).toBe(text);
  },
);

test("buys what was refused for an element that is gone together with the element", () => {
  const element = {
    ...job("Mia"),
    state: "expired" as const,
    error: { code: "entry_gone", message: "gone" },
  };
  const refused = {
    ...below("shot", "Mia"),
    state: "rejected" as const,
    error: { code: "entry_gone", message: "gone" },
  };
  expect(remediesText([refused, element], [], { batchFile: "mia.yaml" })).toBe(
    "`kling jobs retry --batch mia.yaml --failed` buys them again.",
  );
  expect(remediesText([refused])).toBe(
    "The result of Mia that it takes is gone. Unless Mia was bought again since, run `kling jobs retry j-Mia`. Then run `kling jobs retry j-shot`.",
  );
  const two = { ...refused, needs: [...refused.needs, { id: "j-fox", name: "fox" }] };
  expect(remediesText([two])).toContain("The error names the job whose result is gone.");
  const again = { id: "j-Mia-2", name: "Mia" };
  expect(remediesText([refused], [], { done: [again] })).toBe("`kling jobs retry j-shot` buys it again.");
  expect(remediesText([refused], [], { done: [{ ...again, id: "j-Mia" }] })).toContain(
    "Unless Mia was bought",
  );
});

test("names the command of each batch, where jobs of several failed", () => {
  const failed = [job("still"), ...["b2", "b3", "b4", "b5"].map((batchId) => ({ ...job("fox"), batchId }))];
  const hare = { ...job("hare"), batchId: "b2" };
  expect(remediesText([...failed.slice(0, 2), hare], [below("video", "still")])).toBe(
    `${COMMAND} buys still again, and the job that was canceled with it. \`kling jobs retry --batch b2 --failed\` buys fox, hare again.`,
  );
  const fox = "`kling jobs retry j-fox` buys fox again.";
  expect(remediesText(failed)).toBe(
    `\`kling jobs retry j-still\` buys still again. ${fox} ${fox} The same holds for 2 more batches.`,
  );
});

test("counts those that were canceled with a job of the retry only, step by step", () => {
  const refused = {
    ...job("still"),
    state: "rejected" as const,
    error: { code: "KLINGKIT_CONTENT_POLICY", message: "refused", serviceCode: 1301 },
  };
  const text = (...canceled: readonly ReturnType<typeof below>[]) =>
    remediesText([job("fox"), refused], canceled).split(" For still: ")[0];
  expect(text(below("clip", "still"))).toBe("For fox: `kling jobs retry j-fox` buys it again.");
  expect(text(below("clip", "still", "fox"), below("sound", "clip"))).toBe(
    "For fox: `kling jobs retry j-fox` buys it again.",
  );
  expect(text(below("sound", "clip"), below("clip", "fox"))).toBe(
    `For fox: ${COMMAND} buys fox again, and the 2 jobs that were canceled with it.`,
  );
});

test("names a retry of their own for canceled jobs whose parents are there by now, or in another batch", () => {
  expect(remediesText([], [below("clip", "still")])).toBe("`kling jobs retry j-clip` buys it again.");
  const mia = { ...job("Mia"), batchId: "b0", state: "expired" as const };
  expect(remediesText([mia], [below("clip", "Mia")])).toBe(
    "`kling jobs retry j-Mia` buys it again. Then `kling jobs retry j-clip` buys clip.",
  );
});

test("names the file for requests of several batches: a batch of an earlier version buys what was changed since", () => {
  const fox = { ...job("fox"), batchId: "b2" };
  expect(remediesText([job("still"), fox], [], { batchFile: "my ads.yaml" })).toBe(
    "`kling jobs retry --batch 'my ads.yaml' --failed` buys them again.",
  );
  expect(
    remediesText([job("still"), fox], [{ ...below("clip", "still"), batchId: "b3" }], {
      batchFile: "a.yaml",
    }),
  ).toBe(
    "`kling jobs retry --batch a.yaml --failed` buys them again, and the job that was canceled with them.",
  );
  expect(remediesText([fox], [], { batchFile: "a.yaml" })).toBe("`kling jobs retry j-fox` buys it again.");
});
