import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { Fault, FaultRule } from "../engine/support/fault-fetch.ts";
import { callMetadata } from "./support/call-metadata.ts";
import { VERSIONS } from "./support/versions.ts";
import { createVideoWorld } from "./support/video-world.ts";

const CREATE = { method: "POST", path: /^\/text-to-video\// } as const;
const READ = { method: "GET", path: /^\/tasks$/ } as const;
const FILE = { method: "GET", path: /\.mp4$/ } as const;

const INTERNAL = JSON.stringify({ code: 5000, message: "internal error", request_id: "r" });
const SLOTS = JSON.stringify({
  code: 1303,
  message: "parallel task over resource pack limit",
  request_id: "r",
});
const after = (status: number, body: string): Fault => ({ kind: "answer-after", status, body });
const before = (status: number, body: string): Fault => ({ kind: "answer-before", status, body });

/** Faults that the service recovers from, with how often the create is sent. */
const ROWS: readonly (readonly [string, FaultRule, number])[] = [
  ["an accepted create is answered 500", { ...CREATE, fault: after(500, INTERNAL) }, 1],
  ["an accepted create is answered 503", { ...CREATE, fault: after(503, "") }, 1],
  ["the connection is reset after an accepted create", { ...CREATE, fault: { kind: "reset-after" } }, 1],
  ["an accepted create is never answered", { ...CREATE, fault: { kind: "hang" } }, 1],
  ["a create is lost on its way", { ...CREATE, fault: { kind: "reset-before" }, times: 1 }, 2],
  ["a slot is taken by another client once", { ...CREATE, fault: before(429, SLOTS), times: 1 }, 2],
  ["reads are reset for a while", { ...READ, fault: { kind: "reset-before" }, times: 6 }, 1],
  ["the download is cut off", { ...FILE, fault: { kind: "truncate" }, times: 1 }, 1],
];

describe.each(VERSIONS)("generateVideo of ai %s: one billed and one delivered when", (version, generate) => {
  it.each(ROWS)("%s", async (_, rule, sent) => {
    await using world = await createVideoWorld();
    world.faults.setRules([rule]);
    const settings = await world.settingsOf();
    const made = await world.drive(generate({ settings }));
    expect(world.journal()).toMatchObject({ accepted: 1, billed: 1, delivered: 1 });
    expect(world.faults.requests.filter((line) => line.startsWith("POST /text-to-video"))).toHaveLength(sent);
    const [job] = callMetadata(made.providerMetadata).jobs;
    const onDisk = await readFile(job?.path ?? "");
    const isUploaded = version === "7.0.163" || version === "7.0.173";
    expect(made.uploaded).toBe(isUploaded ? 1 : 0);
    expect(made.bytes.map((bytes) => Buffer.from(bytes))).toEqual(isUploaded ? [] : [onDisk]);
  });
});
