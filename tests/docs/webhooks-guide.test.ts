import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { main } from "@klingkit/cli";
import { startEmulator } from "@klingkit/emulator";
import { signEvent } from "@klingkit/engine";
import { createTempDir } from "@klingkit/testkit";
import { expect, it } from "vitest";
import { runProgram } from "../support/run-program.ts";
import { saveSample } from "./support/code-folder.ts";

const GUIDE = new URL("../../docs/guides/webhooks.md", import.meta.url);
const SERVER = new URL("examples/receive-events.examples.ts", import.meta.url);
const SECRET = `whsec_${Buffer.alloc(32, 9).toString("base64")}`;
const LIFE = ["task.submitted", "task.processing", "task.succeeded", "task.downloaded"];

/** Bodies that are no event. A server that dies of one loses the events after it. */
const STRANGE_BODIES = ["null", "[]", "{}", '{"id":"evt_1","type":"task.failed","data":null}', "no JSON"];

/** Status of a well-signed body; undefined where nobody answers. */
async function post(port: number, body: string): Promise<number | undefined> {
  const headers = signEvent({ id: "evt_1", atMs: Date.now(), body, secrets: [SECRET] });
  const sent = fetch(`http://127.0.0.1:${port}/hooks`, { method: "POST", headers, body });
  return sent.then(({ status }) => status).catch(() => undefined);
}

/** The line of the guide that is marked with this word, without `npx kling`. */
async function lineOf(mark: string): Promise<readonly string[]> {
  const text = await readFile(GUIDE, "utf8");
  const [, line = ""] = new RegExp(`<!-- ${mark} -->\\n\`\`\`sh\\nnpx kling (.*)\\n`).exec(text) ?? [];
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = ""]) => quoted ?? plain);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  // A TCP server has an address record; text is for pipes.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

it("the guide about webhooks ends with a video on disk, and with its events on the server", async () => {
  await using folder = await createTempDir();
  const emulator = await startEmulator({ clock: { scale: 50 } });
  const port = await findFreePort();
  const env = {
    HOME: folder.path,
    KLING_BASE_URL: emulator.baseUrl,
    KLING_API_KEY: "api-key-kling-guide",
    KLING_LISTEN_SECRET: SECRET,
  };
  const listening = new AbortController();
  const said: string[] = [];
  const run = (argv: readonly string[], signal?: AbortSignal) =>
    main({
      argv,
      env,
      cwd: folder.path,
      fixedConfigPaths: [],
      io: {
        stdin: { isTty: false, readAll: async () => "", readLine: async () => "" },
        stdout: { isTty: false, write: (text) => void said.push(text) },
        stderr: { isTty: false, write: (text) => void said.push(text) },
      },
      ...(signal ? { signal } : {}),
    });
  try {
    const server = runProgram(await saveSample(folder, SERVER), {
      emulator,
      folder: folder.path,
      isPointed: true,
      env: { PORT: String(port), TEST_EVENTS: String(LIFE.length), KLING_LISTEN_SECRET: SECRET },
    });
    for (const body of STRANGE_BODIES) await expect.poll(() => post(port, body)).toBe(400);
    const listenLine = (await lineOf("listen")).map((word) => word.replace(":3000", `:${port}`));
    const listen = run(listenLine, listening.signal);
    await expect.poll(() => said.join("")).toContain("listen.ready");
    expect({ exitCode: await run(await lineOf("run")), said }).toMatchObject({ exitCode: 0 });
    const { stdout, exitCode } = await server;
    listening.abort();
    await listen;
    expect(exitCode).toBe(0);
    expect(stdout.split("\n").map((line) => line.split(" ")[0])).toEqual([...LIFE, ""]);
    expect((await stat(folder.file("fox.mp4"))).size).toBeGreaterThan(1000);
    expect(stdout).toContain("fox.mp4");
  } finally {
    listening.abort();
    await sleep(0);
    await emulator.close();
  }
});
