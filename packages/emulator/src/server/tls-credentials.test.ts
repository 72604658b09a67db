import { expect, it } from "vitest";
import { startEmulator } from "../start-emulator.ts";
import { createSelfSigned } from "./self-signed.ts";
import { checkTls, InvalidTlsError } from "./tls-credentials.ts";

const one = createSelfSigned({ nowMs: Date.now() });
const other = createSelfSigned({ nowMs: Date.now() });

it.each<readonly [string, unknown, string]>([
  ["a key of another certificate", { key: other.key, cert: one.cert }, "tls.key: does not belong"],
  ["key and certificate swapped", { key: one.cert, cert: one.key }, "tls.cert: is not a certificate"],
  ["paths in place of texts", { key: "key.pem", cert: "cert.pem" }, "tls.cert: is not a certificate"],
  [
    "a damaged key",
    { key: "-----BEGIN PRIVATE KEY-----\n", cert: one.cert },
    "tls.key: is not a private key",
  ],
  ["no key", { cert: one.cert }, "tls: must be true, false, or { key, cert }"],
  ["empty texts", { key: "", cert: "" }, "tls: must be"],
  ["a word", "yes", "tls: must be"],
  ["null", null, "tls: must be"],
])("refuses %s, and names what is wrong", (_, tls, text) => {
  const check = () => {
    checkTls(tls);
  };
  expect(check).toThrow(InvalidTlsError);
  expect(check).toThrow(text);
});

it("takes a certificate with its key, also an expired one: clients are tested with it", () => {
  checkTls(one);
  checkTls(createSelfSigned({ nowMs: 0, validDays: 1 }));
});

it("an emulator that cannot be served is closed", async () => {
  const started = startEmulator({ tls: { key: other.key, cert: one.cert } });
  await expect(started).rejects.toMatchObject({ code: "invalid_tls" });
});
