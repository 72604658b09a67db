import { BlockList, isIP } from "node:net";

/** IPv4 networks that are not the public internet. @source IANA special-purpose registry */
const BLOCKED_IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Inside the global 2000::/3, what is not a host of its own: Teredo and friends, documentation, 6to4. */
const BLOCKED_IPV6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const LOCAL_SUFFIXES = [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".onion"];

/** Whether an IP address in text form, without brackets, belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) {
    const blocked = new BlockList();
    for (const [network, prefix] of BLOCKED_IPV4) blocked.addSubnet(network, prefix, "ipv4");
    return !blocked.check(address, "ipv4");
  }
  if (version !== 6) return false;
  const global = new BlockList();
  global.addSubnet("2000::", 3, "ipv6");
  const blocked = new BlockList();
  for (const [network, prefix] of BLOCKED_IPV6) blocked.addSubnet(network, prefix, "ipv6");
  return global.check(address, "ipv6") && !blocked.check(address, "ipv6");
}

/**
 * Whether `URL.hostname` may be a public host. `URL` has already turned decimal, octal and hex IPv4 into dotted form.
 * A name is judged by its text only; where it leads is checked separately.
 */
export function isPublicHostname(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (isIP(bare) !== 0) return isPublicAddress(bare);
  const name = bare.replace(/\.$/, "").toLowerCase();
  // A name without a dot is resolved inside the local network.
  return name.includes(".") && !LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix));
}
