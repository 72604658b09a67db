import { expect, test } from "vitest";
import { howToReview } from "./how-to-review.ts";

const JOB = {
  id: "j1",
  externalId: "kk-1",
  account: "acme",
  provider: "kling",
  routeId: "v1/text2video:kling-v3",
};

const { externalId: _, ...KEYLESS } = JOB;

test("a job of Kling is looked up by its external ID, at its place", () => {
  expect(howToReview(JOB, { store: "my.sqlite" })).toBe(
    "Look for the task: `kling video status kk-1 --external --type text2video --store my.sqlite`. If the command finds it, continue the job: `kling resume --store my.sqlite`. If it is only at the console of the service, attach it: `kling jobs adopt j1 TASK_ID --store my.sqlite`. If you are sure that no task exists, release the units: `kling jobs review j1 --not-bought --store my.sqlite`.",
  );
});

test.each([
  ["at Higgsfield, which has no look-up by key", { ...JOB, provider: "higgsfield", routeId: "higgsfield/x" }],
  ["whose create takes no external ID", { ...KEYLESS, routeId: "v1/lip-sync" }],
  ["of a temporary emulator, which has ended", { ...JOB, account: "emulated" }],
])("a job %s is looked for at the console", (_, job) => {
  const text = howToReview(job);
  expect(text).toMatch(
    /^Look for the task at the console of the service\. If it exists, attach it: `kling jobs adopt/,
  );
  expect(text).not.toContain("kling video status");
});

test("a request that was sent with another callback address is found from a new store", () => {
  const error = { code: "key_reused", message: "used with other parameters" };
  expect(howToReview({ ...JOB, provider: "higgsfield", routeId: "higgsfield/x", error })).toMatch(
    /^If it was bought with --listen less than 24 hours ago, run its batch again at once with the same --listen and --public-url and a new --store: .* Look for the task at the console/,
  );
});

test("a task that has the external ID already is attached or left, and no look-up of it is advised", () => {
  const error = { code: "unknown", message: "taken", foundTaskId: "956" };
  expect(howToReview({ ...JOB, error })).toBe(
    "If the task is yours, attach it: `kling jobs adopt j1 956`. If it is not, nothing was bought: release the units: `kling jobs review j1 --not-bought`.",
  );
});

test("there is no task to look for where the response is the result", () => {
  expect(howToReview({ ...JOB, routeId: "v1/audio/tts" })).toBe(
    "Look for the charge with `kling account reconcile`, or at the console of the service. If it names a task ID, attach it: `kling jobs adopt j1 TASK_ID`. If there is no charge, release the units: `kling jobs review j1 --not-bought`.",
  );
});
