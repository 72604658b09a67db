/** IPv4 networks that are not the public internet, as address and length of the prefix. @source IANA special-purpose registry */
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

/** Inside the global 2000::/3, what is not a host of its own: Teredo and friends, documentation, 6to4. Two groups decide. */
const BLOCKED_IPV6: readonly (readonly [number, number])[] = [
  [0x2001_0000, 23],
  [0x2001_0db8, 32],
  [0x2002_0000, 16],
  [0x3fff_0000, 20],
];
const GLOBAL_IPV6 = [0x2000_0000, 3] as const;

const LOCAL_SUFFIXES = [".localhost", ".local", ".internal", ".home.arpa", ".lan", ".onion"];

const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

const numberOf = (dotted: string): number =>
  dotted.split(".").reduce((value, part) => value * 256 + Number(part), 0);

const isWithin = (bits: number, [network, prefix]: readonly [number, number]): boolean => {
  const size = 2 ** (32 - prefix);
  return Math.floor(bits / size) === Math.floor(network / size);
};

/** Whether an IP address in text form, without brackets, belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  if (DOTTED.test(address)) {
    const bits = numberOf(address);
    return !BLOCKED_IPV4.some(([network, prefix]) => isWithin(bits, [numberOf(network), prefix]));
  }
  if (!address.includes(":")) return false;
  const [first = "", second = ""] = address.split(":");
  const bits = Number.parseInt(first || "0", 16) * 65_536 + Number.parseInt(second || "0", 16);
  return isWithin(bits, GLOBAL_IPV6) && !BLOCKED_IPV6.some((network) => isWithin(bits, network));
}

/**
 * Whether an address is plain http and on another machine: what is sent there can be read on the way. Of this machine are
 * 127.0.0.0/8, ::1, `localhost` and what ends with `.localhost`.
 */
export function isUnencrypted(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === "http:" && !/^(\[::1\]|127(\.\d+){3}|(.+\.)?localhost)$/.test(hostname);
}

/**
 * Whether `URL.hostname` may be a public host. `URL` has already turned decimal, octal and hex IPv4 into dotted form.
 * A name is judged by its text only; where it leads is checked separately.
 */
export function isPublicHostname(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (bare.includes(":") || DOTTED.test(bare)) return isPublicAddress(bare);
  const name = bare.replace(/\.$/, "").toLowerCase();
  // A name without a dot is resolved inside the local network.
  return name.includes(".") && !LOCAL_SUFFIXES.some((suffix) => name.endsWith(suffix));
}
