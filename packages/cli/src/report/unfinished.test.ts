import { expect, test } from "vitest";
import { unfinishedOf } from "./unfinished.ts";

const job = (batchId: string) => ({ batchId, account: "shop" });

/** The command of a page with these jobs. */
function commandOf(
  [open, openEarlier]: readonly [readonly string[], readonly string[]],
  page: Partial<Parameters<typeof unfinishedOf>[1]>,
): string | undefined {
  const jobs = { open: open.map(job), openEarlier: openEarlier.map(job), jobs: [] };
  const known = { batchIds: new Set([...open, ...openEarlier]), isAttended: false };
  return unfinishedOf(jobs, { name: "b1", ...known, ...page }).unfinished?.command;
}

test.each([
  ["of a batch", [["b1"], []], {}, "kling resume b1"],
  ["of a file", [["b1", "b2"], []], { name: "b.yaml", batchFile: "b.yaml" }, "kling resume b.yaml"],
  ["of a file with earlier takes", [["b1"], ["b2"]], { name: "b.yaml", batchFile: "b.yaml" }, "kling resume"],
  [
    "of a file, earlier takes alone",
    [[], ["b2"]],
    { name: "b.yaml", batchFile: "b.yaml" },
    "kling resume b2",
  ],
  ["of a purpose", [["b1", "b2"], []], { name: "launch" }, "kling resume launch"],
  [
    "of a run with flags",
    [["b1", "b2"], []],
    { name: "b.yaml", rerun: { file: "b.yaml", meaning: { purpose: "launch" } } },
    "kling run b.yaml --purpose launch",
  ],
  [
    "of a run with flags, with earlier takes",
    [["b1"], ["b2"]],
    { name: "b.yaml", rerun: { file: "b.yaml", meaning: { purpose: "launch" } } },
    "kling resume",
  ],
] as const)("names what continues all that is open on a page %s", (_, jobs, page, command) => {
  expect(commandOf(jobs, page)).toBe(command);
});
