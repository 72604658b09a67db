import { usageError } from "../errors/cli-error.ts";
import type { UsageCode } from "../errors/codes/error-codes.ts";

const DEFAULT_HOST = "127.0.0.1";
const MAX_PORT = 65_535;

/** `8787`, `0.0.0.0:8787` or `[::1]:8787`; port 0 is any free one. Throws a usage error with `code`. */
export function parsePlace(
  text: string,
  { flag, code }: { readonly flag: string; readonly code: UsageCode },
): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits = ""] =
    /^(?:(?:\[([\da-f:.]+)\]|([^:[\]]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = digits === "" ? Number.NaN : Number(digits);
  if (port <= MAX_PORT) return { host: bracketed ?? plain ?? DEFAULT_HOST, port };
  throw usageError(
    code,
    `${flag}: '${text}' is neither a port nor an address with a port. Use for example 8790 or 127.0.0.1:8790.`,
  );
}
