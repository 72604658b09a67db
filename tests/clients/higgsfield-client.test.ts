import { cp, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startEmulator } from "@klingkit/emulator";
import { HIGGSFIELD_HOSTS } from "@klingkit/spec/higgsfield";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { INSTALL_OPTIONS, isRegistryUnreachable, run } from "../packaging/consumer.ts";
import { createPng } from "../support/create-png.ts";
import { runProgram } from "../support/run-program.ts";

const PROJECT = fileURLToPath(new URL("higgsfield-client/", import.meta.url));
const STATUS = "/requests/*/status";

/** The client keeps its own address: the emulator goes by that name, as with an entry in a hosts file. */
const start = () =>
  startEmulator({
    tls: true,
    publicUrl: `https://${HIGGSFIELD_HOSTS[0]}`,
    transitions: { mode: "reads", reads: 2 },
    faults: [
      { match: { account: "poor", method: "POST" }, action: { type: "business-error", code: 403 } },
      {
        match: { account: "outage", method: "POST" },
        action: { type: "html-error", status: 503, timing: "after" },
      },
      { match: { account: "bad-poll", path: STATUS }, nth: 1, action: { type: "html-error", status: 503 } },
      {
        match: { account: "canceled", path: STATUS },
        action: { type: "unknown-status", status: "canceled" },
      },
      { match: { account: "moderated" }, action: { type: "fail-task", reason: "moderation" } },
    ],
  });

it("the service's own npm client @higgsfield/client makes a video, and shows its known faults", async ({
  skip,
}) => {
  await using folder = await createTempDir();
  await cp(PROJECT, folder.path, { recursive: true });
  const install = await run("npm", ["ci", ...INSTALL_OPTIONS], folder.path);
  skip(isRegistryUnreachable(install), "no registry and not all dependencies in npm's cache");
  expect(install).toMatchObject({ exitCode: 0 });
  await writeFile(folder.file("fox.png"), createPng(320, 320));
  const emulator = await start();
  try {
    const program = pathToFileURL(folder.file("program.mjs"));
    const { exitCode, stdout, stderr } = await runProgram(program, { emulator, folder: folder.path });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      done: { status: "completed", type: "video/mp4", isLarge: true },
      invalid: "ValidationError",
      poor: "AccountError",
      outage: "APIError",
      // One failed read gives up a request that runs and will be charged.
      badPoll: "APIError",
      // Not among the ends that the client knows.
      canceled: "TimeoutError",
      moderated: "nsfw",
      // It leaves out a header that the address was signed with.
      upload: "AxiosError 403",
    });
    const { journal } = emulator.control;
    expect(journal("plain")).toMatchObject({ creates: 1, accepted: 1, billed: 1, delivered: 1 });
    // Every refusal is sent four times.
    expect(journal("invalid")).toMatchObject({ creates: 4, refused: 4, accepted: 0 });
    expect(journal("poor")).toMatchObject({ creates: 4, refused: 4, accepted: 0 });
    // Without a key, a lost response is bought four times.
    expect(journal("outage")).toMatchObject({ creates: 4, accepted: 4, replayed: 0 });
  } finally {
    await emulator.close();
  }
}, 120_000);
