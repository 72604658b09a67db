import { readFile } from "node:fs/promises";
import { createHiggsfield, higgsfieldFromEnvironment } from "klingkit/higgsfield";

const higgsfield = createHiggsfield(higgsfieldFromEnvironment(process.env));
const bytes = new Uint8Array(await readFile("fox.png")); // any PNG, such as examples/lake.png
const { url } = await higgsfield.upload({ bytes, contentType: "image/png" });
const body = { image_url: url, prompt: "it runs away" };
const created = await higgsfield.create("kling-video/v3.0/pro/image-to-video", body);

const outcome = await higgsfield.requests.cancel(created); // only while it is queued
console.log(outcome.kind, (await higgsfield.requests.status(created)).rawStatus);
