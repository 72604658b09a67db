import { expect, test } from "vitest";
import { remediesText } from "./remedy.ts";

const job = (name: string) => ({ id: `j-${name}`, batchId: "b1", name, state: "failed" as const });
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
    expect(remediesText(failed.map(job), canceled.map(job))).toBe(text);
  },
);

test("names the command of each batch, where jobs of several failed", () => {
  const failed = [job("still"), ...["b2", "b3", "b4", "b5"].map((batchId) => ({ ...job("fox"), batchId }))];
  const of = (batch: string) => `\`kling jobs retry --batch ${batch} --failed\` buys`;
  expect(remediesText(failed.slice(0, 2), [job("video")])).toBe(
    `${of("b1")} still again, and the job that was canceled with it. ${of("b2")} fox again.`,
  );
  expect(remediesText(failed)).toBe(
    `${of("b1")} still again. ${of("b2")} fox again. ${of("b3")} fox again. The same holds for 2 more batches.`,
  );
});
