import { access } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

const HOUR_MS = 3_600_000;
const VIDEO = "https://example.com/in.mp4";
const SOUND = "https://example.com/speech.mp3";
let bench: Bench;

beforeEach(async () => {
  bench = await createBench();
});
afterEach(() => bench.close());

test("shows the session and the faces of a video, which the next step takes", async () => {
  const { json } = await bench.run(["lip-sync", "identify", "--video-url", VIDEO]);
  expect(json).toMatchObject({ success: true, task_id: expect.stringMatching(/^\d{18}$/) });
  const face = {
    face_id: "0",
    sound_file: SOUND,
    sound_start_time: 0,
    sound_end_time: 3000,
    sound_insert_time: 0,
  };
  const made = await bench.run([
    ...["lip-sync", "create", "--session-id", String(json["task_id"])],
    ...["--face-choose", JSON.stringify([face])],
  ]);
  await bench.emulator.control.advance(HOUR_MS);
  const id = String(made.json["task_id"]);
  expect((await bench.run(`lip-sync status ${id}`)).json).toMatchObject({ status: "succeed" });
});

describe("kling lip-sync VIDEO", () => {
  const sound = ["--audio", SOUND, "--audio-seconds", "3"];
  const identifications = () => bench.requests.filter((line) => line.endsWith("/identify-face")).length;

  test("finds the face and lets it speak, priced and approved as one", async () => {
    const dry = await bench.run(["lip-sync", VIDEO, ...sound, "--video-seconds", "5", "--dry-run"]);
    expect(dry.json).toMatchObject({
      route: "v1/advanced-lip-sync",
      first: { operation: "v1/identify-face", payload: { video_url: VIDEO }, estimate: { units: 0.05 } },
      estimate: { units: 0.5 },
      total_at_most: { units: 0.55 },
    });
    const { stdout } = await bench.run(["lip-sync", VIDEO, ...sound, "--video-seconds", "5", "--dry-run"], {
      isTty: true,
      env: { NO_COLOR: "1" },
    });
    expect(stdout).toMatch(/identify-face: 0\.05 units \(US\$ 0\.007\)\n/);
    expect(stdout).toMatch(/advanced-lip-sync: 0\.5 units \(US\$ 0\.07\)\n/);
    expect(stdout).toMatch(/cost +0\.55 units \(US\$ 0\.077\)\n/);
    expect(bench.requests).toEqual([]);
    const { json } = await bench.run(["lip-sync", VIDEO, ...sound, "-o", "out.mp4"]);
    expect(json).toMatchObject({
      success: true,
      status: "succeed",
      first: { operation: "v1/identify-face" },
    });
    expect(await bench.files()).toContain("out.mp4");
    expect(identifications()).toBe(1);
  });

  test("asks for the approval of both creates", async () => {
    const env = { KLING_BASE_URL: "https://api-singapore.klingai.com" };
    const asked = await bench.run(["lip-sync", VIDEO, ...sound, "--video-seconds", "5"], { env });
    expect(asked).toMatchObject({ exitCode: 3, error: { code: "approval_required" } });
    expect(asked.error).toMatchObject({ total_at_most: { units: 0.55 } });
    expect(bench.requests).toEqual([]);
    const done = await bench.run(["lip-sync", VIDEO, ...sound, "--video-seconds", "5", "--approve"], { env });
    expect(done.json).toMatchObject({ success: true });
  });

  test("takes the task of a job in place of its video, and the price from its length", async () => {
    const made = await bench.run("video create-from-text fox -d 10");
    const id = String(made.json["task_id"]);
    expect(await bench.run(["lip-sync", id, ...sound])).toMatchObject({
      exitCode: 8,
      error: { code: "still_pending", message: expect.stringContaining(`kling wait ${id}`) },
    });
    await bench.emulator.control.advance(HOUR_MS);
    const { json: task } = await bench.run(["video", "status", id]);
    const { json } = await bench.run(["lip-sync", id, ...sound, "--dry-run"]);
    expect(json).toMatchObject({
      first: { payload: { video_id: task["video_id"] } },
      estimate: { units: 1 },
    });
  });

  test.each([
    [[], "missing_video_id"],
    [[VIDEO], "missing_audio"],
    [[VIDEO, ...sound, "--text", "hello"], "conflicting_audio"],
    [[VIDEO, "--audio", SOUND], "missing_audio_seconds"],
    [[VIDEO, "--audio", SOUND, "--audio-seconds", "1"], "invalid_duration"],
    [["in.mp4", ...sound], "invalid_video"],
    [[VIDEO, ...sound, "--voice", "oversea_male1"], "conflicting_flags"],
    [[VIDEO, "--text", "hello", "--face", "1"], "conflicting_flags"],
    [[VIDEO, "--text", "hello", "--voice", "nobody", "--language", "fr"], "invalid_language"],
  ])("refuses %j before anything is sent", async (words, code) => {
    const { exitCode, error } = await bench.run(["lip-sync", ...words]);
    expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code });
    expect(bench.requests).toEqual([]);
  });

  test("speaks a text by the endpoint that finds the face itself", async () => {
    const text = ["--text", "hello", "--voice", "oversea_male1"];
    const { json } = await bench.run(["lip-sync", VIDEO, ...text, "--video-seconds", "5"]);
    expect(json).toMatchObject({ success: true, route: "v1/lip-sync", estimate: { units: 0.5 } });
    expect(json).not.toHaveProperty("first");
  });

  test("keeps flags of the commands below apart from its own", async () => {
    const { json } = await bench.run(["lip-sync", VIDEO, ...sound]);
    await bench.emulator.control.advance(HOUR_MS);
    const status = await bench.run(["lip-sync", "status", String(json["task_id"]), "-t", "lip-sync"]);
    expect(status.json).toMatchObject({ status: "succeed" });
  });
});

test("names the faces that were found where there are several, and pays for their search once", async () => {
  await bench.close();
  bench = await createBench({ switches: { facesPerVideo: 2 } });
  const sound = ["--audio", SOUND, "--audio-seconds", "3", "-o", "out.mp4"];
  const { exitCode, error } = await bench.run(["lip-sync", VIDEO, ...sound]);
  expect({ exitCode, code: error["code"] }).toEqual({ exitCode: 2, code: "face_needed" });
  expect(error["message"]).toContain("--face 0");
  const faces = error["faces"] as readonly { readonly face_id: string; readonly file: string }[];
  expect(faces.map(({ face_id }) => face_id)).toEqual(["0", "1"]);
  await Promise.all(faces.map(({ file }) => access(file)));
  const done = await bench.run(["lip-sync", VIDEO, ...sound, "--face", "1"]);
  expect(done.json).toMatchObject({ success: true, status: "succeed" });
  expect(bench.requests.filter((line) => line.endsWith("/identify-face"))).toHaveLength(1);
});
