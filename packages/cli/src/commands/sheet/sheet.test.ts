import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { decodeImage, encodeRgbPng } from "@klingkit/emulator/pictures";
import { createSameClip } from "@klingkit/testkit";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench } from "../../testing/kling-bench.ts";

/** No picture of a video can be had, whatever is installed. */
const NO_DECODER = { KLING_FFMPEG: "/no/ffmpeg" };

let bench: Bench;
beforeEach(async () => {
  bench = await createBench();
  await mkdir(join(bench.folder, "in"));
});
afterEach(() => bench.close());

/** A picture in one colour. */
async function paint(
  name: string,
  size: readonly [number, number],
  colour: readonly [number, number, number],
) {
  const [widthPx, heightPx] = size;
  const rgb = new Uint8Array(widthPx * heightPx * 3).map((_, at) => colour[at % 3] ?? 0);
  await writeFile(join(bench.folder, "in", name), encodeRgbPng({ widthPx, heightPx, rgb }));
}

const RED = [200, 10, 10] as const;
const BLUE = [10, 10, 200] as const;

async function sheetAt(name = "sheet.png") {
  const image = decodeImage(await readFile(join(bench.folder, name)));
  if (!image) throw new Error(`${name} is no picture`);
  const colourAt = (x: number, y: number) => [
    ...image.rgb.subarray((y * image.widthPx + x) * 3, (y * image.widthPx + x) * 3 + 3),
  ];
  return { ...image, colourAt };
}

test("shows the pictures of a folder in their own ratio, in the order of their numbers", async () => {
  await paint("10.png", [40, 80], BLUE);
  await paint("2.png", [160, 90], RED);
  await writeFile(join(bench.folder, "in", "notes.txt"), "no picture");
  const { exitCode, json } = await bench.run("sheet in --width 400 --columns 2", { env: NO_DECODER });
  expect(exitCode).toBe(0);
  expect(json).toMatchObject({ success: true, width: 400, unreadable: [] });
  expect(json["tiles"]).toMatchObject([
    { file: join(bench.folder, "in", "2.png"), at_seconds: null },
    { file: join(bench.folder, "in", "10.png") },
  ]);
  const { widthPx, heightPx, colourAt } = await sheetAt();
  expect([widthPx, heightPx]).toEqual([400, json["height"]]);
  // Boxes of 191 × 191 from x 6 and 203: the lying picture has bars above and below, the standing one at its sides.
  expect(colourAt(100, 100)).toEqual([...RED]);
  expect(colourAt(100, 20)).toEqual([12, 12, 12]);
  expect(colourAt(300, 100)).toEqual([...BLUE]);
  expect(colourAt(300, 12)).toEqual([...BLUE]);
  expect(colourAt(215, 100)).toEqual([12, 12, 12]);
});

test("the same files give the same bytes, a sheet is replaced, and a picture of somebody else only with --force", async () => {
  await paint("a.png", [64, 64], RED);
  await bench.run("sheet in/a.png", { env: NO_DECODER });
  const first = await readFile(join(bench.folder, "sheet.png"));
  const wide = await bench.run("sheet in/a.png --width 800", { env: NO_DECODER });
  expect(wide).toMatchObject({ exitCode: 0, json: { width: 800, replaced: true } });
  const shown = await bench.run("sheet in/a.png --width 800", { env: NO_DECODER, isTty: true });
  expect(shown.stdout).toContain("replaced");
  expect(shown.stdout).toContain("To keep both, name another file with --output.");
  await bench.run("sheet in/a.png", { env: NO_DECODER });
  expect(await readFile(join(bench.folder, "sheet.png"))).toEqual(first);
  const given = ["sheet", "in/a.png", "--output", "in/b.png"];
  await paint("b.png", [64, 64], BLUE);
  const refused = await bench.run(given, { env: NO_DECODER });
  expect(refused).toMatchObject({ exitCode: 2, error: { code: "file_exists" } });
  expect((await bench.run([...given, "--force"], { env: NO_DECODER })).exitCode).toBe(0);
});

test("finds what a pattern means, whatever its name is, and shows each file once", async () => {
  await paint("fox [1] ($).png", [64, 64], RED);
  await paint("\u001b[2J\u202efüchse 狐.png", [64, 64], BLUE);
  const given = ["sheet", "in/*.png", "in", "in/fox [1] ($).png"];
  const { exitCode, json, stderr } = await bench.run(given, { env: NO_DECODER });
  expect([exitCode, stderr]).toEqual([0, ""]);
  expect(json["tiles"]).toHaveLength(2);
});

test("names what cannot be read at the end, shows the rest, and fails", async () => {
  await paint("a.png", [64, 64], RED);
  await writeFile(join(bench.folder, "in", "broken.mp4"), "not a video");
  await writeFile(join(bench.folder, "in", "clip.mp4"), (await createSameClip()).bytes);
  const { exitCode, json, error } = await bench.run("sheet in in/gone.png", { env: NO_DECODER });
  expect(exitCode).toBe(1);
  expect(json).toMatchObject({ success: false, tiles: [{ file: join(bench.folder, "in", "a.png") }] });
  expect(error).toMatchObject({ code: "files_unreadable" });
  expect(error["message"]).toMatch(/^3 files could not be read. The sheet shows the other picture\./);
  expect(error["message"]).toContain("in/broken.mp4: it is no video and no image that can be read");
  expect(error["message"]).toContain(
    "in/clip.mp4: it has no cover, and KLING_FFMPEG names a program that does not work: /no/ffmpeg cannot",
  );
  expect(error["message"]).toMatch(/in\/gone.png: .*(?:no such file|not found|does not exist)/i);
  expect((await sheetAt()).widthPx).toBe(1600);
});

test.each([
  ["sheet in --output sheet.webp", 1, "webp_unavailable"],
  ["sheet in --frames 3", 1, "frame_decoder_missing"],
  ["sheet in --frames 3 --every 2", 2, "conflicting_flags"],
  ["sheet in --output sheet.bmp", 2, "invalid_format"],
  ["sheet in --columns 0", 2, "usage_error"],
  ["sheet empty", 1, "files_unreadable"],
])("%s ends with %i %s and writes nothing", async (line, exitCode, code) => {
  await paint("a.png", [64, 64], RED);
  expect(await bench.run(line, { env: NO_DECODER })).toMatchObject({ exitCode, error: { code } });
  expect((await bench.files()).filter((name) => name.startsWith("sheet"))).toEqual([]);
});

test.each(["sheet in", "sheet in --output sheet.webp", "sheet in --frames 3"])(
  "%s says of a KLING_FFMPEG that does not work that it is the reason",
  async (line) => {
    await writeFile(join(bench.folder, "in", "clip.mp4"), (await createSameClip()).bytes);
    const program = join(bench.folder, "none");
    const { exitCode, error } = await bench.run(line, { env: { KLING_FFMPEG: program } });
    expect(exitCode).toBe(1);
    expect(error["message"]).toContain(
      `KLING_FFMPEG names a program that does not work: ${program} cannot be run: spawn ${program} ENOENT`,
    );
    expect(error["message"]).not.toContain("not installed");
  },
);

test("of a folder, a take comes before its second one", async () => {
  for (const name of ["fox-16x9-2.png", "fox-16x9.png", "fox-16x9-10.png"]) await paint(name, [64, 64], RED);
  const { json } = await bench.run("sheet in", { env: NO_DECODER });
  expect(json["tiles"]).toMatchObject(
    ["fox-16x9.png", "fox-16x9-2.png", "fox-16x9-10.png"].map((name) => ({
      file: join(bench.folder, "in", name),
    })),
  );
});

describe("of a batch", () => {
  const request = (name: string, prompt = name) =>
    `{ name: ${name}, operation: image create, body: { prompt: ${prompt}, model_name: kling-v2-1 } }`;
  const write = (...requests: readonly string[]) =>
    writeFile(join(bench.folder, "b.yaml"), `purpose: launch\nrequests: [${requests.join(", ")}]\n`);
  const filesOf = (json: Readonly<Record<string, unknown>>) =>
    (json["tiles"] as readonly { readonly file: string }[]).map(({ file }) => basename(file));

  beforeEach(async () => {
    await write(request("hare"), request("fox"));
    expect((await bench.run("run b.yaml --output-dir out")).exitCode).toBe(0);
    await write(request("hare", "'a blue hare'"), request("fox"));
    expect((await bench.run("run b.yaml --output-dir out")).exitCode).toBe(0);
  });

  test("it shows the newest take of each request, in the order of the file or of the purpose", async () => {
    const { exitCode, json } = await bench.run("sheet b.yaml", { env: NO_DECODER });
    expect(exitCode).toBe(0);
    const [hare = "", fox] = filesOf(json);
    expect(hare).toMatch(/^hare-2\./);
    expect(fox).toMatch(/^fox\./);
    expect(filesOf((await bench.run("sheet launch", { env: NO_DECODER })).json)).toEqual([hare, fox]);
    const { json: jobs } = await bench.run("jobs --json batch,name --limit 1");
    const [newest] = jobs["jobs"] as readonly { readonly batch: string }[];
    expect(filesOf((await bench.run(["sheet", newest?.batch ?? ""], { env: NO_DECODER })).json)).toEqual([
      hare,
    ]);
  });

  test("what has no file is named, and so is a name that is neither file nor batch", async () => {
    await rm(join(bench.folder, "out"), { recursive: true });
    const none = await bench.run("sheet b.yaml", { env: NO_DECODER, isTty: true });
    expect(none.exitCode).toBe(2);
    expect(none.stderr).toContain("2 of 2 jobs have no file on disk: hare, fox.");
    expect(none.stderr).not.toContain("Nothing was sent");
    for (const path of ["lunch.png", "in/lunch"])
      expect(await bench.run(`sheet ${path}`, { env: NO_DECODER })).toMatchObject({
        exitCode: 1,
        error: { code: "files_unreadable" },
      });
  });

  test("a misspelled purpose is looked up, also beside files that are there", async () => {
    for (const given of ["lunch", "in lunch"]) {
      const { exitCode, error } = await bench.run(`sheet ${given}`, { env: NO_DECODER });
      expect({ exitCode, error }).toMatchObject({
        exitCode: 2,
        error: { code: "batch_not_found", nearest: "launch" },
      });
      expect(error["message"]).toMatch(
        /^There is no file or folder of this name\. This store has no batch "lunch"\. Did/,
      );
    }
  });
});

test("a sheet takes the file of a spreadsheet, and does not miss a job that made audio", async () => {
  await writeFile(
    join(bench.folder, "made.csv"),
    `name;operation;body
still;image create;"{ model_name: kling-v3, prompt: a lake }"
voice;audio speak;"{ text: hello, voice_id: oversea_male1, voice_language: en }"
`,
  );
  expect((await bench.run("run made.csv --output-dir made")).exitCode).toBe(0);
  const { exitCode, stderr } = await bench.run("sheet made.csv", { env: NO_DECODER, isTty: true });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
});

test("a sheet that cannot be made says that nothing was written", async () => {
  const { stderr } = await bench.run("sheet in --frames 3 --every 2", { env: NO_DECODER, isTty: true });
  expect(stderr).toContain("give one of them. Nothing was written.");
});
