// A user's program on the npm package @higgsfield/client 0.2.6, written as its README shows; nothing in it knows of the emulator.
import { readFileSync } from "node:fs";
import { stdout } from "node:process";
import { HiggsfieldClient } from "@higgsfield/client";
import { createHiggsfieldClient } from "@higgsfield/client/v2";

const TEXT_TO_VIDEO = "kling-video/v2.6/pro/text-to-video";
const input = { prompt: "a fox in the snow", duration: 5, sound: "off" };
/** Each part of the program has a key, and so an account, of its own. Pauses are shorter than by default. */
const clientOf = (key, rest = {}) =>
  createHiggsfieldClient({ credentials: `${key}:secret`, pollInterval: 10, retryBackoff: 1, ...rest });

const done = await clientOf("plain").subscribe(TEXT_TO_VIDEO, { input });
const file = await fetch(done.video.url);

async function errorOf(work) {
  try {
    return `accepted: ${JSON.stringify(await work())}`;
  } catch (error) {
    return [error.name, error.response?.status].join(" ").trim();
  }
}

const submit = (key, body = input, rest = {}) =>
  errorOf(() => clientOf(key, rest).subscribe(TEXT_TO_VIDEO, { input: body, withPolling: false }));

const results = await Promise.all([
  submit("invalid", { prompt: "a fox", duration: "5" }),
  submit("poor"),
  submit("outage"),
  errorOf(() => clientOf("bad-poll").subscribe(TEXT_TO_VIDEO, { input })),
  errorOf(() => clientOf("canceled", { maxPollTime: 300 }).subscribe(TEXT_TO_VIDEO, { input })),
  clientOf("moderated").subscribe(TEXT_TO_VIDEO, { input }),
  errorOf(() =>
    new HiggsfieldClient({ apiKey: "upload", apiSecret: "secret", retryBackoff: 1 }).upload(
      readFileSync("fox.png"),
      "image/png",
    ),
  ),
]);
const [invalid, poor, outage, badPoll, canceled, moderated, upload] = results;
const sizeBytes = (await file.arrayBuffer()).byteLength;
stdout.write(
  JSON.stringify({
    done: { status: done.status, type: file.headers.get("content-type"), isLarge: sizeBytes > 1000 },
    ...{ invalid, poor, outage, badPoll, canceled, moderated: moderated.status, upload },
  }),
);
