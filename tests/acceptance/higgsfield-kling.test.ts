import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { type StartedEmulator, startEmulator } from "@klingkit/emulator";
import { HIGGSFIELD_HEADERS } from "@klingkit/spec/higgsfield";
import { createTempDir, type TempDir } from "@klingkit/testkit";
import { afterAll, beforeAll, expect, test } from "vitest";

// The page is the users' own, word for word. Each of its curl commands is run as it stands, payloads are compared field by field.
const PAGE = readFileSync(new URL("higgsfield-kling.md", import.meta.url), "utf8");
const COMMANDS = [...PAGE.matchAll(/```bash\n(curl [\s\S]*?)```/g)].map(([, command = ""]) => command);
const BASE_URL = /`(https:\/\/[^`]+)`/.exec(PAGE)?.[1] ?? "";
const HOUR_MS = 3_600_000;

let emulator: StartedEmulator;
let folder: TempDir;

beforeAll(async () => {
  folder = await createTempDir();
  emulator = await startEmulator({ tls: true, clock: "frozen", publicUrl: BASE_URL });
  await writeFile(folder.file("certificate.pem"), emulator.certificate ?? "");
  // Host and credentials are all that is set from outside.
  const settings = [
    `connect-to = "${new URL(BASE_URL).hostname}:443:127.0.0.1:${emulator.port}"`,
    `cacert = "${folder.file("certificate.pem")}"`,
    `header = "${HIGGSFIELD_HEADERS.apiKey}: 11111111-2222-4333-8444-555555555555"`,
    `header = "${HIGGSFIELD_HEADERS.secret}: secret"`,
    "silent",
    "show-error",
  ];
  await writeFile(folder.file(".curlrc"), settings.join("\n"));
});

afterAll(async () => {
  await emulator.close();
  await folder[Symbol.asyncDispose]();
});

interface ShellResult {
  readonly stdout: string;
  readonly stderr: string;
}

const shell = (command: string): Promise<ShellResult> =>
  new Promise((resolve) => {
    const env = { PATH: process.env["PATH"], HOME: folder.path, CURL_HOME: folder.path };
    execFile("bash", ["-c", command], { env, timeout: 30_000 }, (_, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });

const curl = (path: string, method = "GET") => shell(`curl --request ${method} ${BASE_URL}${path}`);

test("finds the four commands and the address on the page", () => {
  expect(BASE_URL).toBe("https://platform.higgsfield.ai");
  expect(COMMANDS.map((command) => /higgsfield\.ai(\S+)/.exec(command)?.[1])).toEqual([
    "/kling-video/v2.6/pro/image-to-video",
    "/kling-video/v2.6/pro/text-to-video",
    "/kling-video/omni/first-last-frame",
    "/kling-video/omni/image-reference",
  ]);
});

test.for(COMMANDS.map((command) => [/kling-video\S+/.exec(command)?.[0], command] as const))(
  "curl …/%s",
  async ([endpoint, command], { skip }) => {
    const version = await shell("curl --version");
    skip(version.stdout === "", "curl is not installed");
    const { stdout, stderr } = await shell(command);
    expect(stderr).toBe("");
    const created = JSON.parse(stdout);
    // All that the page says of responses.
    expect(Object.keys(created)).toEqual(["status", "request_id", "status_url", "cancel_url"]);
    expect(created).toMatchObject({
      status: "queued",
      status_url: `${BASE_URL}/requests/${created.request_id}/status`,
      cancel_url: `${BASE_URL}/requests/${created.request_id}/cancel`,
    });
    await emulator.control.advance(HOUR_MS);
    const ended = JSON.parse((await curl(`/requests/${created.request_id}/status`)).stdout);
    expect(ended).toMatchObject({ status: "completed", video: { url: expect.stringContaining(".mp4") } });
    const [task] = emulator.control.tasks();
    expect(task).toMatchObject({ id: created.request_id, model: endpoint });
    const seconds = task?.results.map((result) => "durationSeconds" in result && result.durationSeconds);
    expect(seconds).toEqual([5]);
  },
);

test("cancels by the address of the page while a request is queued", async ({ skip }) => {
  const created = await shell(COMMANDS[0] ?? "");
  skip(created.stdout === "", "curl is not installed");
  const { request_id: id } = JSON.parse(created.stdout);
  expect((await curl(`/requests/${id}/cancel`, "POST")).stdout).toBe("{}");
  expect(JSON.parse((await curl(`/requests/${id}/status`)).stdout).status).toBe("canceled");
});
