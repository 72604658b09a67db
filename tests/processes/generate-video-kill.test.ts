import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createKlingkit } from "@klingkit/ai-sdk";
import { startEmulator } from "@klingkit/emulator";
import { createTempDir } from "@klingkit/testkit";
import { experimental_generateVideo as generateVideo } from "ai";
import { expect, it } from "vitest";
import { callMetadata } from "../ai-sdk/support/call-metadata.ts";
import { createStoreSite } from "../engine/support/stores.ts";

const PROGRAM = fileURLToPath(new URL("./support/generate-video.ts", import.meta.url));
const API_KEY = "api-key-kling-killed-in-the-middle";
/** Slow enough to be killed while the video is made. */
const SPEED = 20;

it("a process that is killed in the middle has bought the video that the next one delivers", async () => {
  await using folder = await createTempDir("klingkit-kill-");
  await using site = await createStoreSite();
  const emulator = await startEmulator({ clock: { scale: SPEED } });
  const environment = {
    KLING_API_KEY: API_KEY,
    KLING_BASE_URL: emulator.baseUrl,
    KLING_STORE: site.address,
    VIDEO_FOLDER: folder.file("out"),
  };
  const child = spawn(process.execPath, ["--conditions=@klingkit/source", PROGRAM], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(child, "exit");
  await expect.poll(() => emulator.control.tasks()).toHaveLength(1);
  child.kill("SIGKILL");
  expect(await ended).toEqual([null, "SIGKILL"]);

  const klingkit = createKlingkit({
    apiKey: API_KEY,
    baseURL: emulator.baseUrl,
    store: site.address,
    outputDir: folder.file("out"),
  });
  const call = () =>
    generateVideo({
      model: klingkit.video("kling-2.5-turbo"),
      prompt: "A fox in the snow",
      duration: 5,
      providerOptions: { klingkit: { key: "order 4711" } },
    });
  const [first, second] = [await call(), await call()].map(({ providerMetadata }) =>
    callMetadata(providerMetadata),
  );
  await klingkit.close();
  const { creates, billed } = emulator.control.journal();
  await emulator.close();
  expect(second?.jobs[0]?.sha256).toBe(first?.jobs[0]?.sha256);
  expect(first?.jobs[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect({ creates, billed }).toEqual({ creates: 1, billed: 1 });
});
