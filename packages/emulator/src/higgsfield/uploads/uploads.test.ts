import pngjs from "pngjs";
import { describe, expect, it } from "vitest";
import { createTestHiggsfield, LATER_MS } from "../../testing/test-higgsfield.ts";

const IMAGE_TO_VIDEO = "/kling-video/v3.0/pro/image-to-video";

function createPng(widthPx: number, heightPx: number): Uint8Array<ArrayBuffer> {
  const png = new pngjs.PNG({ width: widthPx, height: heightPx });
  png.data.fill(200);
  return new Uint8Array(pngjs.PNG.sync.write(png));
}

async function createUpload(options: Parameters<typeof createTestHiggsfield>[0] = {}) {
  const bench = await createTestHiggsfield(options);
  const grant = async (contentType = "image/png") =>
    bench.call("POST", "/files/generate-upload-url", { content_type: contentType });
  async function put(url: string, headers: Record<string, string>, body = createPng(600, 600)) {
    const response = await bench.emulator.fetch(new Request(url, { method: "PUT", headers, body }));
    return { status: response.status, text: await response.text() };
  }
  return { ...bench, grant, put };
}

describe("uploads", () => {
  it("take a file with every header that was given, and serve it under its public address", async () => {
    const { grant, put, emulator } = await createUpload();
    const { status, body } = await grant();
    expect(status).toBe(200);
    expect(body).toEqual({
      public_url: expect.stringMatching(/\/_storage\/inputs\/[0-9a-f-]{36}\.png$/),
      upload_url: expect.stringMatching(/\/_storage\/uploads\/[0-9a-f-]{36}\.png\?X-Amz-Expires=3600$/),
      content_type: "image/png",
      upload_headers: { "Content-Type": "image/png", "x-amz-tagging": "retention=temporary" },
    });
    const png = createPng(600, 600);
    expect(await put(body.upload_url, body.upload_headers, png)).toEqual({ status: 200, text: "" });
    const file = await emulator.fetch(new Request(body.public_url));
    expect(file.headers.get("content-type")).toBe("image/png");
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(png);
  });

  it.each([
    ["without a header", { "content-type": "image/png" }, 403, "SignatureDoesNotMatch"],
    [
      "of another type",
      { "content-type": "image/jpeg", "x-amz-tagging": "retention=temporary" },
      403,
      "SignatureDoesNotMatch",
    ],
    [
      "with the service's credentials",
      { "content-type": "image/png", "x-amz-tagging": "retention=temporary", authorization: "Key a:b" },
      400,
      "Only one auth mechanism",
    ],
  ])("%s are refused by storage", async (_, headers, status, text) => {
    const { grant, put } = await createUpload();
    const { body } = await grant();
    const answer = await put(body.upload_url, headers);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(text);
  });

  it("end an hour after the address was given", async () => {
    const { grant, put, control } = await createUpload();
    const { body } = await grant();
    await control.advance(3_600_000);
    const { status, text } = await put(body.upload_url, body.upload_headers);
    expect(status).toBe(403);
    expect(text).toContain("expired");
  });

  it("need no header but the type in the eras before", async () => {
    const { grant, put } = await createUpload({ higgsfield: { era: "a" } });
    const { body } = await grant();
    expect(Object.keys(body)).toEqual(["public_url", "upload_url"]);
    expect((await put(body.upload_url, { "content-type": "image/png" })).status).toBe(200);
  });

  it.each([["text/html"], [""]])("of the type %j are refused", async (type) => {
    const { grant } = await createUpload();
    expect((await grant(type)).status).toBe(422);
  });

  it("are the first frame: the video has the ratio of the image", async () => {
    const { call, grant, put, status, control } = await createUpload();
    const { body } = await grant();
    await put(body.upload_url, body.upload_headers, createPng(600, 900));
    const { body: created } = await call("POST", IMAGE_TO_VIDEO, { image_url: body.public_url, duration: 3 });
    await control.advance(LATER_MS);
    expect((await status(created.request_id)).body.status).toBe("completed");
    expect(control.tasks()[0]?.results).toEqual([
      { kind: "video", widthPx: 1080, heightPx: 1620, durationSeconds: 3, hasAudio: true },
    ]);
  });

  it.each(["https://files.invalid/a.png", "upload"])(
    "that are missing fail the request, which costs nothing: %s",
    async (given) => {
      const { call, grant, status, control } = await createUpload();
      const url = given === "upload" ? (await grant()).body.public_url : given;
      const { body } = await call("POST", IMAGE_TO_VIDEO, { image_url: url });
      await control.advance(LATER_MS);
      expect((await status(body.request_id)).body).toMatchObject({
        status: "failed",
        error: "Failed to download the input media",
      });
      expect(control.journal().billed).toBe(0);
    },
  );

  it("are touched by faults like every request", async () => {
    const { grant, put } = await createUpload({
      faults: [
        { match: { method: "PUT", path: "/_storage/**" }, action: { type: "html-error", status: 502 } },
      ],
    });
    const { body } = await grant();
    expect((await put(body.upload_url, body.upload_headers)).status).toBe(502);
  });
});
