/** Codes of the operating system and SQLSTATEs after which the same statement may work on another connection. */
const LOSS_CODES: readonly unknown[] = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  // A container's name is not known before it runs.
  "ENOTFOUND",
  // A server that is not there yet has no socket.
  "ENOENT",
  // Shutdown by an administrator, crash of the server, starting up, too many connections, disk full.
  "57P01",
  "57P02",
  "57P03",
  "53300",
  "53100",
  // A transaction that was idle for too long.
  "25P03",
];

/** SQLSTATE class of connection exceptions. */
const CONNECTION_CLASS = /^08...$/;

/** What the driver says without a code. */
const LOSS_MESSAGE = /^(Connection terminated|Client has encountered a connection error|timeout exceeded)/;

/** The server cannot be reached or went away; nothing is wrong with what was asked. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as Error & { readonly code?: unknown; readonly syscall?: unknown };
  // A file that is missing has the same code as a socket.
  if (code === "ENOENT") return syscall === "connect";
  if (typeof code === "string" && CONNECTION_CLASS.test(code)) return true;
  return LOSS_CODES.includes(code) || LOSS_MESSAGE.test(error.message);
}
