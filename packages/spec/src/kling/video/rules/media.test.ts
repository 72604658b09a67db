import { describe, expect, it } from "vitest";
import { checkCreate } from "../../check/check.ts";
import { compile } from "../../compile/compile.ts";
import { viewBase64 } from "../../media/byte-view.ts";
import { lookAtImage } from "../../media/media-fault.ts";
import { MEDIA_RULES } from "../../media/media-rules.ts";
import { findCreate } from "../../operations/index.ts";
import { findRoute } from "../../routes/routes.ts";
import type { VideoRequest } from "../request.ts";

/** A PNG up to its size, in base64; `sizeBytes` of zeros follow. */
function png(widthPx: number, heightPx: number, sizeBytes = 0): string {
  const head = Buffer.alloc(33 + sizeBytes);
  Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").copy(head);
  head.writeUInt32BE(widthPx, 16);
  head.writeUInt32BE(heightPx, 20);
  return head.toString("base64");
}

/** A JPEG with an EXIF thumbnail of 16 × 16 px before its frame. */
function jpeg(widthPx: number, heightPx: number): string {
  const thumbnail = Buffer.from("\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\xff\xd9", "latin1");
  const frame = Buffer.from([0xff, 0xc2, 0, 8, 8, 0, 0, 0, 0, 0]);
  frame.writeUInt16BE(heightPx, 5);
  frame.writeUInt16BE(widthPx, 7);
  const exif = [Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, thumbnail.length + 2]), thumbnail];
  return Buffer.concat([...exif, frame, Buffer.from([0xff, 0xda, 0, 2])]).toString("base64");
}

const latin = (text: string) => Buffer.from(text.padEnd(24, "\0"), "latin1").toString("base64");

function judged(request: VideoRequest, routeId: string, isLocalService = false) {
  const route = findRoute(routeId);
  if (!route) throw new Error(routeId);
  return compile(request, route, { isLocalService });
}

const findings = (request: VideoRequest, routeId: string, isLocalService?: boolean) => {
  const { issues, warnings } = judged(request, routeId, isLocalService);
  return {
    refused: issues.map(({ rule, path }) => `${rule} ${path}`),
    warned: warnings
      .filter(({ rule }) => rule !== "route-unverified")
      .map(({ rule, path }) => `${rule} ${path}`),
  };
};

const LEGACY = "v1/image2video:kling-v3";
const STANDARD = "image-to-video:kling-3.0";
const frame = (firstFrame: string): VideoRequest => ({ prompt: "x", firstFrame });

describe("an image in base64", () => {
  it.each([
    ["a GIF", latin("GIF89a"), /holds gif\. Use jpg, jpeg, png\./],
    ["a WebP", latin("RIFF\0\0\0\0WEBPVP8 "), /holds webp\./],
    ["an AVIF", latin("\0\0\0\x1cftypavif"), /holds avif\./],
    ["a video", latin("\0\0\0\x1cftypisom"), /holds mp4\./],
    ["a page", latin("<!doctype html>"), /holds html\./],
    ["text", latin("once upon a time"), /holds no image format that is known here\./],
    ["a broken PNG", latin("\x89PNG\r\n\x1a\n"), /begins like png but is broken or cut off/],
    ["338 × 191 px", png(338, 191), /is 338 × 191 px; each side needs at least 300 px/],
    ["a JPEG of 200 × 400 px", jpeg(200, 400), /is 200 × 400 px/],
    ["a ratio above 2.5", png(1001, 400), /width \/ height must lie between 0\.4 and 2\.5/],
  ])("is refused as %s by its bytes, before it is sent", (_, value, words) => {
    for (const route of [LEGACY, STANDARD]) {
      const [issue] = judged(frame(value), route).issues;
      expect(issue).toMatchObject({ rule: "image-content", message: expect.stringMatching(words) });
      expect(issue?.message).not.toContain(value);
    }
  });

  it.each([
    ["a PNG", png(300, 300)],
    ["a JPEG, by its frame and not its thumbnail", jpeg(800, 600)],
  ])("passes as %s", (_, value) => {
    for (const route of [LEGACY, STANDARD])
      expect(findings(frame(value), route)).toMatchObject({ refused: [] });
  });

  it("may have as many bytes as the route takes", () => {
    const big = png(640, 480, 12_000_000);
    expect(findings(frame(big), LEGACY).refused).toEqual(["image-content image"]);
    expect(findings(frame(big), STANDARD).refused).toEqual([]);
  });

  it("is looked at in every place of a request", () => {
    const gif = latin("GIF89a");
    const omni: VideoRequest = { prompt: "x", references: [{ image: gif }], lastFrame: gif, firstFrame: gif };
    expect(findings(omni, "v1/omni-video:kling-v3-omni").refused).toHaveLength(3);
    const motion = { image: gif, videoUrl: "https://example.com/a.mp4", orientation: "video" } as const;
    expect(findings({ motion }, "motion-control:kling-3.0").refused).toHaveLength(1);
  });

  it("is accepted by the service, which fails the task later", () => {
    const operation = findCreate("v1/image2video");
    if (!operation) throw new Error("no operation");
    const body = { model_name: "kling-v3", image: latin("GIF89a") };
    expect(checkCreate(operation, body, { as: "service" }).issues).toEqual([]);
  });
});

const video = (url: string): VideoRequest => ({ prompt: "x @video_1", video: { url, use: "feature" } });
const OMNI = "omni-video:kling-3.0-omni";

describe("an address", () => {
  const rows = [
    ["localhost", frame("http://localhost:3000/a.png"), STANDARD, "contents[1].url"],
    ["a private network", frame("http://192.168.1.20/a.png"), LEGACY, "image"],
    ["a link-local network", frame("http://169.254.169.254/a.png"), LEGACY, "image"],
    [".local", frame("https://nas.local/a.png"), LEGACY, "image"],
    ["IPv6 loopback", video("http://[::1]/v.mp4"), OMNI, "contents[1].url"],
    ["localhost, for a video", video("http://localhost/v.mp4"), OMNI, "contents[1].url"],
    [
      "localhost, for callbacks",
      { prompt: "x", callbackUrl: "http://localhost:3000/cb" },
      "v1/text2video:kling-v3",
      "callback_url",
    ],
  ] as const;
  it.each(rows)("that no service reaches is refused: %s", (_, request, route, path) => {
    const { issues } = judged(request, route);
    expect(issues).toMatchObject([{ rule: "unreachable-address", path }]);
    expect(issues[0]?.message).toMatch(/is not a public host, so the service cannot reach it/);
  });

  it.each(rows)(
    "of this machine is warned of where the service runs there: %s",
    (_, request, route, path) => {
      const { refused, warned } = findings(request, route, true);
      expect({ refused, warned }).toEqual({ refused: [], warned: [`private-address ${path}`] });
    },
  );

  it.each([
    ["a WebP", frame("https://example.com/a.webp?width=10"), STANDARD],
    ["a GIF", frame("https://example.com/a.GIF"), STANDARD],
    ["a WebM", video("https://example.com/a.webm"), OMNI],
  ])("whose name says %s is warned of", (_, request, route) => {
    expect(findings(request, route)).toEqual({ refused: [], warned: ["format-by-name contents[1].url"] });
  });

  it.each([
    ["an image", frame("https://example.com/a.jpeg"), STANDARD],
    ["no extension", frame("https://example.com/image?id=a.webp"), STANDARD],
    ["an address of the internet", frame("https://1.1.1.1/a"), STANDARD],
    ["a video", video("https://example.com/a.MOV"), OMNI],
  ])("passes with %s", (_, request, route) => {
    expect(findings(request, route)).toEqual({ refused: [], warned: [] });
  });

  it.each([
    ["a path", frame("fox.png"), LEGACY, /send the bytes of a file as base64/],
    ["a file: URL", frame("file:///srv/fox.png"), LEGACY, /send the bytes of a file as base64/],
    ["a data: URL", frame(`data:image/png;base64,${png(300, 300)}`), LEGACY, /send the base64 alone/],
    ["a local video", video("dance.mp4"), OMNI, /put the file where the service can fetch it/],
  ])("that is %s is refused with what helps", (_, request, route, words) => {
    expect(judged(request, route).issues[0]?.message).toMatch(words);
  });
});

it("looks at some hundred bytes of an image, however long it is", () => {
  const view = viewBase64(png(640, 480, 10_000_000));
  let reads = 0;
  const at = (index: number) => {
    reads += 1;
    return view.at(index);
  };
  const counted = { ...view, at };
  expect(lookAtImage(MEDIA_RULES.standardImage, counted)).toEqual({
    format: "png",
    widthPx: 640,
    heightPx: 480,
  });
  expect(reads).toBeLessThan(1000);
});
