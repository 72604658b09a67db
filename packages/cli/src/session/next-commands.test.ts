import { expect, test } from "vitest";
import {
  approveCommand,
  atPlace,
  reportCommand,
  resumeCommand,
  runCommand,
  waitCommand,
} from "./next-commands.ts";

const LIMITED = { store: "a.sqlite", policy: "my limits.json" };

test("a run that stopped at a limit is resumed within it", () => {
  expect(resumeCommand(LIMITED, "b1")).toBe("kling resume b1 --store a.sqlite --policy 'my limits.json'");
});

test("a job is bought again within the limits of its run, and looked at without them", () => {
  const text = "See `kling jobs show j1`. `kling jobs retry j1` buys it again.";
  expect(atPlace(text, LIMITED)).toBe(
    "See `kling jobs show j1 --store a.sqlite`. `kling jobs retry j1 --store a.sqlite --policy 'my limits.json'` buys it again.",
  );
});

test("only commands that buy take a policy", () => {
  expect(waitCommand(["1"], { type: undefined, ...LIMITED })).toBe("kling wait 1 --store a.sqlite");
});

test("what was approved is run with what makes it the same plan", () => {
  const options = { purpose: "spring campaign", service: "higgsfield", again: true };
  expect(runCommand("b.yaml", options)).toBe(
    "kling run b.yaml --again --purpose 'spring campaign' --service higgsfield",
  );
});

test("an approval is for the account that the flags stand for, and takes no others of them", () => {
  const place = { store: "a.sqlite", profile: "work", region: "cn", speed: "50", allowHost: ["a.example"] };
  expect(approveCommand("plan.json", { ...place, emulated: true, policy: "limits.json" })).toBe(
    "kling approve plan.json --emulated --store a.sqlite --profile work --region cn",
  );
});

test("no printed command holds the password of the store", () => {
  const place = { store: "postgres://ada:secret@db/videos" };
  const commands = [
    approveCommand("b.yaml", place),
    atPlace("`kling jobs show j1`", place),
    reportCommand("b1", place),
    resumeCommand(place),
    runCommand("b.yaml", place),
  ];
  for (const command of commands) {
    expect(command).toContain("@db/videos");
    expect(command).not.toContain("secret");
  }
});
