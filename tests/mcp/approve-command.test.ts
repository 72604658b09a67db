import { main } from "@klingkit/cli";
import { startEmulator } from "@klingkit/emulator";
import { createSameClip, createTempDir } from "@klingkit/testkit";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect, it } from "vitest";
import { call, planOne } from "./support/mcp-world.ts";

type Environment = Readonly<Record<string, string>>;

/** A person who sits at a terminal with these variables, and answers y. */
async function typeAt(cwd: string, { line, env }: { readonly line: string; readonly env: Environment }) {
  let stdout = "";
  let stderr = "";
  const exitCode = await main({
    argv: line.split(" ").slice(1),
    env: { HOME: cwd, NO_COLOR: "1", ...env },
    io: {
      stdin: { isTty: true, readAll: async () => "", readLine: async () => "y" },
      stdout: { isTty: true, columns: 200, write: (text) => (stdout += text) },
      stderr: { isTty: true, columns: 200, write: (text) => (stderr += text) },
    },
    fixedConfigPaths: [],
    cwd,
  });
  return { exitCode, stdout, stderr };
}

/** `kling mcp` with these variables, in a folder of its own, and a program that is connected to it. */
async function serve(flags: string, env: Environment) {
  const folder = await createTempDir();
  const stop = new AbortController();
  const printed = Promise.withResolvers<string>();
  const running = main({
    argv: `mcp --always-ask --http 0 ${flags}`.split(" ").filter(Boolean),
    env: { HOME: folder.path, ...env },
    io: {
      stdin: { isTty: false, readAll: async () => "", readLine: async () => "" },
      stdout: { isTty: false, write: printed.resolve },
      stderr: { isTty: false, write: (text) => printed.reject(new Error(text)) },
    },
    fixedConfigPaths: [],
    cwd: folder.path,
    signal: stop.signal,
  });
  const client = new Client({ name: "agent", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL((await printed.promise).trim())));
  return {
    client,
    /** A person runs the command that the result names. */
    approve: ({ data }: Awaited<ReturnType<typeof call>>, terminal: Environment) => {
      const [line] = data["approve_with"] as readonly string[];
      return typeAt(folder.path, { line: String(line), env: terminal });
    },
    run: (plan_hash: string) => call(client, "run_plan", { plan_hash, wait_seconds: 0 }),
    type: (line: string, terminal: Environment) => typeAt(folder.path, { line, env: terminal }),
    async [Symbol.asyncDispose]() {
      await client.close();
      stop.abort();
      await running;
      await folder[Symbol.asyncDispose]();
    },
  };
}

const startSmallEmulator = async () =>
  startEmulator({ clock: { scale: 1000 }, renderer: await createSameClip() });

it.each([
  ["no key", () => ({})],
  ["a key of the service", () => ({ KLING_API_KEY: "api-key-kling-somebody" })],
  [
    "the variables of an emulator that runs on its own",
    (baseUrl: string) => ({ KLING_BASE_URL: baseUrl, KLING_API_KEY: "api-key-kling-emulator" }),
  ],
])(
  "an approval with the command of an emulated server counts there, from a terminal with %s",
  async (_, envOf) => {
    await using server = await serve("--emulated --speed 1000 --store jobs.sqlite", {});
    const emulator = await startSmallEmulator();
    try {
      const plan_hash = await planOne(server.client);
      const asked = await server.run(plan_hash);
      const shown = await server.approve(asked, envOf(emulator.baseUrl));
      const ran = await server.run(plan_hash);

      expect(asked.data).toMatchObject({ state: "approval_required", account: "emulated" });
      expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^ +account +emulated$/m) });
      expect(shown.stdout).toMatch(/^next {2}kling run sha256:[0-9a-f]+ --emulated --store /m);
      expect(ran.data).toMatchObject({ state: "running" });
      expect(emulator.control.journal().creates).toBe(0);
    } finally {
      await emulator.close();
    }
  },
);

it("names the account that an approval is for, where the server has another, until one for its own comes", async () => {
  const emulator = await startSmallEmulator();
  const env = { KLING_BASE_URL: emulator.baseUrl, KLING_API_KEY: "api-key-kling-of-server" };
  const store = { KLING_STORE: "jobs.sqlite" };
  try {
    await using server = await serve("", { ...env, ...store });
    const plan_hash = await planOne(server.client);
    const asked = await server.run(plan_hash);
    const other = await server.approve(asked, { ...env, KLING_API_KEY: "api-key-kling-of-person" });
    const refused = await server.run(plan_hash);
    const own = await server.approve(refused, env);
    const ran = await server.run(plan_hash);

    const account = String(asked.data["account"]);
    const [, wrong = ""] = /^ +account +(.+)$/m.exec(other.stdout) ?? [];
    expect(other.exitCode).toBe(0);
    expect(account).toMatch(/^emulator 127\.0\.0\.1:\d+ [0-9a-f]+$/);
    expect(wrong).not.toBe(account);
    const reason = `the approval is for the account ${wrong}, and this is ${account}`;
    expect(refused.data).toMatchObject({
      state: "approval_required",
      account,
      reasons: [reason, "no approval that counts was given, and no policy applies"],
    });
    expect(refused.data["message"]).toContain(`A saved approval does not count: ${reason}. `);
    expect(refused.data["message"]).toContain(` to approve there for the account ${account}, `);
    expect(own.stdout).toContain(account);
    expect(ran.data).toMatchObject({ state: "running" });
  } finally {
    await emulator.close();
  }
});

it("names the flags that stand for the account of the server", async () => {
  const emulator = await startSmallEmulator();
  try {
    const flags = `--base-url ${emulator.baseUrl} --profile default`;
    await using server = await serve(flags, { KLING_API_KEY: "api-key-kling-emulator" });
    const plan_hash = await planOne(server.client);
    expect((await server.run(plan_hash)).data["approve_with"]).toEqual([
      `kling approve ${plan_hash} --profile default --base-url ${emulator.baseUrl}`,
    ]);
  } finally {
    await emulator.close();
  }
});
