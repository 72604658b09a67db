import type { VideoRequest } from "@klingkit/spec";
import { describe, expect, test } from "vitest";
import { createKling } from "../create-kling.ts";
import { API_KEY, answering } from "../testing/service-double.ts";

const GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==";
const WEBP = "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==";
const frame = (firstFrame: string): VideoRequest => ({ prompt: "x", firstFrame });
const feature = (url: string): VideoRequest => ({ prompt: "x @video_1", video: { url, use: "feature" } });

/** The rule that refuses or warns of a request. */
function ruleOf(request: VideoRequest, baseUrl?: string): string | undefined {
  const { videos } = createKling({ apiKey: API_KEY, baseUrl });
  try {
    const { warnings } = videos.compile(request);
    return warnings.map(({ rule }) => `warned ${rule}`).find((rule) => /private|name/.test(rule));
  } catch (error) {
    const { issues = [] } = Object(error);
    return `refused ${issues[0]?.rule}`;
  }
}

describe("inputs are looked at before anything is sent", () => {
  test.each([
    ["a GIF", frame(GIF), "refused image-content"],
    ["a WebP", frame(WEBP), "refused image-content"],
    ["an image .webp", frame("https://example.com/a.webp"), "warned format-by-name"],
    ["a video .webm", feature("https://example.com/a.webm"), "warned format-by-name"],
  ])("%s", (_, request, rule) => {
    expect(ruleOf(request)).toBe(rule);
    expect(ruleOf(request, "http://127.0.0.1:9")).toBe(rule);
  });

  test.each([
    ["an image on localhost", frame("http://localhost:3000/a.png")],
    ["an image in a private network", frame("http://192.168.1.20/a.png")],
    ["a video on localhost", feature("http://localhost/v.mp4")],
    ["a callback on localhost", { prompt: "x", callbackUrl: "http://localhost:3000/cb" }],
  ])("%s is refused, and warned of where the base URL is of this machine", (_, request) => {
    expect(ruleOf(request)).toBe("refused unreachable-address");
    expect(ruleOf(request, "http://127.0.0.1:9")).toBe("warned private-address");
  });

  test("in the bodies of the families as well", async () => {
    const service = answering();
    const kling = createKling({ apiKey: API_KEY, fetch: service.fetch });
    for (const image of [GIF, "http://localhost/a.png"]) {
      await expect(kling.v1.image2video.create({ model_name: "kling-v3", image })).rejects.toMatchObject({
        code: "KLINGKIT_INVALID_REQUEST",
        mayHaveCharged: "no",
      });
    }
    expect(service.requests).toEqual([]);
  });
});
