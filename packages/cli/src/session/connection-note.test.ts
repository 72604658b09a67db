import { startEmulator } from "@klingkit/emulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, createBench } from "../testing/kling-bench.ts";
import { createLeanFetch } from "./lean-fetch.ts";

let bench: Bench;
let secure: Awaited<ReturnType<typeof startEmulator>>;
let plain: typeof secure;

beforeEach(async () => {
  bench = await createBench();
  [secure, plain] = await Promise.all([startEmulator({ tls: true }), startEmulator()]);
});
afterEach(async () => {
  await Promise.all([secure.close(), plain.close(), bench.close()]);
});

/** Sends the requests over the network. */
const leanFetch = createLeanFetch();

async function failureAt(baseUrl: string, line: string): Promise<unknown> {
  bench.intercept(({ url }) => leanFetch(url));
  return (await bench.run(line, { env: { KLING_BASE_URL: baseUrl } })).error["message"];
}

test.each(["video status 1", "doctor", "video create-from-text fox"])(
  "`kling %s` says how to trust a certificate, and which address a server wants",
  async (line) => {
    expect(await failureAt(secure.baseUrl, line)).toMatch(
      / Node does not trust the certificate\. If you do, set NODE_EXTRA_CA_CERTS to the file of the certificate that signed it\.$/,
    );
    expect(await failureAt(secure.baseUrl.replace("https:", "http:"), line)).toMatch(
      / If the server speaks TLS, begin the base URL with https:\/\/\.$/,
    );
    expect(await failureAt(plain.baseUrl.replace("http:", "https:"), line)).toMatch(
      / The server does not speak TLS at this address\. If it is an emulator, begin the base URL with http:\/\/\.$/,
    );
  },
);
