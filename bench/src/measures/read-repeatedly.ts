import { connect } from "node:net";

export interface RepeatedRead {
  readonly url: string;
  readonly authorization: string;
  readonly times: number;
}

/**
 * Reads a URL over one connection, each time once the last response is complete. Rejects unless every response is a 200.
 * Node's HTTP client takes more CPU time for a request than the emulator does, so with it a bench measures the client.
 */
export function readRepeatedly({ url, authorization, times }: RepeatedRead): Promise<void> {
  const { hostname, host, port, pathname, search } = new URL(url);
  const request = `GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: ${authorization}\r\n\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname).setNoDelay().setEncoding("latin1");
    const send = () => socket.write(request);
    let left = times;
    let received = "";
    socket.on("connect", send).on("data", (part) => {
      received += part;
      if (!isComplete(received)) return;
      if (!received.startsWith("HTTP/1.1 200 ")) return void socket.destroy(new Error(received));
      received = "";
      left -= 1;
      if (left === 0) socket.end();
      else send();
    });
    socket.on("error", reject).on("close", () => {
      if (left === 0) resolve();
      else reject(new Error(`the connection ended ${left} responses early`));
    });
  });
}

const HEAD_END = "\r\n\r\n";

/** The head of a response announces how long its body is. */
function isComplete(received: string): boolean {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const bodyLength = Number(/^content-length: (\d+)/im.exec(received)?.[1]);
  return received.length === headEnd + HEAD_END.length + bodyLength;
}
