import { describe, expect, it } from "vitest";
import { isPublicHostname } from "./public-address.ts";

/** As the URL parser hands it over. */
const isPublic = (host: string) => isPublicHostname(new URL(`https://${host}/`).hostname);

describe("isPublicHostname", () => {
  it.each([
    "127.0.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:1::1]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[ff02::1]",
    "localhost",
    "LOCALHOST.",
    "a.localhost",
    "printer",
    "nas.local",
    "metadata.google.internal",
  ])("refuses %s", (host) => {
    expect(isPublic(host)).toBe(false);
  });

  it.each([
    "cdn.klingai.com",
    "1.1.1.1",
    "172.32.0.1",
    "100.128.0.1",
    "[2606:4700:4700::1111]",
    "bücher.example",
  ])("takes %s", (host) => {
    expect(isPublic(host)).toBe(true);
  });
});
