import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import * as nodeFileSystem from "node:fs/promises";
import {
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, relative } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../core/clock.ts";
import { download } from "./download.ts";
import type { DownloadOptions } from "./download-options.ts";

type Behaviour = (request: IncomingMessage, response: ServerResponse) => void;

const STALL_MS = 30_000;
/** Bytes that are asked for again when a part is continued. */
const OVERLAP = 65_536;
/** A box that says how long it is; size 0 would mean "to the end", however early that comes. */
function box(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.writeUInt32BE(content.byteLength + header.byteLength);
  header.write(type, 4, "latin1");
  return Buffer.concat([header, content]);
}
const VIDEO = Buffer.concat([box("ftyp", Buffer.from("isom0000")), box("mdat", randomBytes(1_500_000))]);
const SHA256 = createHash("sha256").update(VIDEO).digest("hex");
const OTHER = Buffer.concat([VIDEO.subarray(0, 12), randomBytes(VIDEO.length - 12)]);

let server: Server;
let origin: string;
let folder: string;
let target: string;
/** Answers the n-th request; the last one answers all that follow. */
let script: Behaviour[];
let requests: IncomingMessage[];
let clock: Clock & { readonly sleptMs: number[]; stall(): void };

beforeEach(async () => {
  script = [serve()];
  requests = [];
  clock = createTestClock();
  server = createServer((request, response) => {
    requests.push(request);
    (script[requests.length - 1] ?? script.at(-1))?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
  folder = await mkdtemp(join(tmpdir(), "kling-download-"));
  target = join(folder, "fox.mp4");
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** Pauses between attempts pass at once; the watch for stalled servers waits until the test lets it stall. */
function createTestClock() {
  let nowMs = 0;
  const watches = new Set<() => void>();
  const sleptMs: number[] = [];
  return {
    sleptMs,
    nowMs: () => nowMs,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        if (ms >= STALL_MS) return void watches.add(resolve);
        sleptMs.push(ms);
        resolve();
      }),
    stall() {
      nowMs += STALL_MS;
      for (const wake of watches) wake();
      watches.clear();
    },
  };
}

/** Time that passes when the test says so; a sleep ends when its time has come. */
function createTimers() {
  let nowMs = 0;
  const sleeps = new Map<() => void, number>();
  return {
    nowMs: () => nowMs,
    sleep: (ms: number, signal?: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
        sleeps.set(resolve, nowMs + ms);
      }),
    pass(ms: number) {
      nowMs += ms;
      for (const [wake, atMs] of sleeps) if (atMs <= nowMs && sleeps.delete(wake)) wake();
    },
  };
}

interface ServeOptions {
  readonly body?: Buffer;
  readonly etag?: string | undefined;
  /** Bytes of this answer after which the connection is cut, or left hanging. */
  readonly cutAfter?: number;
  readonly hangAfter?: number;
  readonly ignoresRange?: boolean;
  readonly ignoresIfRange?: boolean;
}

function serve(options: ServeOptions = {}): Behaviour {
  const { body = VIDEO, etag = '"v1"', cutAfter, hangAfter } = options;
  return (request, response) => {
    const isFresh = options.ignoresIfRange || request.headers["if-range"] === etag;
    const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
    const start = range && isFresh && !options.ignoresRange ? Number(range[1]) : 0;
    const headers = { "content-length": body.length - start, ...(etag ? { etag } : {}) };
    if (start > 0) {
      response.writeHead(206, {
        ...headers,
        "content-range": `bytes ${start}-${body.length - 1}/${body.length}`,
      });
    } else {
      response.writeHead(200, headers);
    }
    const limit = cutAfter ?? hangAfter;
    if (limit === undefined) return void response.end(body.subarray(start));
    response.write(body.subarray(start, start + limit), () => {
      if (cutAfter !== undefined) response.destroy();
    });
  };
}

const answer =
  (status: number, headers: Record<string, string> = {}, body = ""): Behaviour =>
  (_request, response) =>
    void response.writeHead(status, headers).end(body);

const hang: Behaviour = () => {};

const options = (more: DownloadOptions = {}): DownloadOptions => ({
  allowedOrigins: [origin],
  clock,
  random: () => 0.5,
  ...more,
});

const run = (more: DownloadOptions = {}, refresh?: () => Promise<string>) =>
  download({ url: `${origin}/v/fox.mp4?sign=1`, ...(refresh ? { refresh } : {}) }, target, options(more));

const ranges = () => requests.map(({ headers }) => headers.range);
const expectWhole = async () => expect(VIDEO.equals(await readFile(target))).toBe(true);

/** Path of the only part that a call left. */
async function leftPart(): Promise<string> {
  const [name = ""] = await readdir(folder);
  const [part = ""] = await readdir(join(folder, name));
  return join(folder, name, part);
}

describe("a download that works", () => {
  it("returns the absolute path, size and sha256 and leaves nothing else behind", async () => {
    const path = relative(process.cwd(), join(folder, "deep", "er", "fox.mp4"));
    const file = await download({ url: `${origin}/fox.mp4` }, path, options());
    expect(isAbsolute(file.filePath)).toBe(true);
    expect(file).toMatchObject({ sizeBytes: VIDEO.length, sha256: SHA256 });
    expect(VIDEO.equals(await readFile(file.filePath))).toBe(true);
    expect(await readdir(join(folder, "deep", "er"))).toEqual(["fox.mp4"]);
  });

  it("sends no credentials and asks for unencoded bytes", async () => {
    await run();
    const { headers } = requests[0] ?? {};
    expect(headers).toMatchObject({ "accept-encoding": "identity" });
    expect(headers).not.toHaveProperty("authorization");
    expect(headers).not.toHaveProperty("cookie");
  });

  it("reports progress up to the total", async () => {
    const seen: { receivedBytes: number; totalBytes?: number }[] = [];
    await run({ onProgress: (progress) => void seen.push(progress) });
    expect(seen.at(-1)).toEqual({ receivedBytes: VIDEO.length, totalBytes: VIDEO.length });
    expect(seen.length).toBeGreaterThan(3);
  });

  it("works with a body of unknown length", async () => {
    script = [(_request, response) => void response.writeHead(200).end(VIDEO)];
    expect(await run()).toMatchObject({ sha256: SHA256 });
  });

  it("takes a fetch of the caller instead of the network", async () => {
    const given: typeof fetch = () => Promise.resolve(new Response(new Uint8Array(VIDEO)));
    const file = await download({ url: "https://cdn.example.com/fox.mp4" }, target, { fetch: given, clock });
    expect(file.sha256).toBe(SHA256);
    expect(requests).toHaveLength(0);
  });

  it("frees the memory of what is written at once", async () => {
    const written: Uint8Array[] = [];
    const open: typeof nodeFileSystem.open = async (...args) => {
      const handle = await nodeFileSystem.open(...args);
      const writev = handle.writev.bind(handle);
      handle.writev = (pieces, position) => {
        for (const piece of pieces) if (piece instanceof Uint8Array) written.push(piece);
        return writev(pieces, position ?? undefined);
      };
      return handle;
    };
    expect(await run({ fileSystem: { ...nodeFileSystem, open } })).toMatchObject({ sha256: SHA256 });
    const kept = written.filter(({ byteLength }) => byteLength > 0);
    expect(written.length).toBeGreaterThan(20);
    // What arrives with the head waits, and is not known to be a copy.
    expect(kept.length).toBeLessThan(written.length / 2);
  });

  it("leaves the memory alone that a fetch of the caller gives", async () => {
    const mine = new Uint8Array(VIDEO);
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(mine);
        controller.close();
      },
    });
    const given: typeof fetch = () => Promise.resolve(new Response(body));
    await download({ url: "https://cdn.example.com/fox.mp4" }, target, { fetch: given, clock });
    expect(mine).toHaveLength(VIDEO.length);
  });

  it("replaces an older file, if asked to, only once the new one is whole", async () => {
    await writeFile(target, "old");
    script = [answer(404), serve()];
    const replace = () => run({ overwrite: true });
    await expect(replace()).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_LINK_EXPIRED" });
    expect(await readFile(target, "utf8")).toBe("old");
    expect(await replace()).not.toHaveProperty("alreadyExisted");
    await expectWhole();
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it("carries 50 at once", async () => {
    const files = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        download({ url: `${origin}/v/${index}.mp4` }, join(folder, `${index}.mp4`), options()),
      ),
    );
    expect(new Set(files.map(({ sha256 }) => sha256))).toEqual(new Set([SHA256]));
    expect(await readdir(folder)).toHaveLength(50);
  });

  it("lets two downloads to one path both end with a whole file", async () => {
    script = [serve({ hangAfter: 600_000 }), serve()];
    let receivedBytes = 0;
    const onProgress = (progress: { receivedBytes: number }) => {
      receivedBytes = progress.receivedBytes;
    };
    const first = run({ onProgress });
    while (receivedBytes === 0) await nextTurn();
    await run();
    expect(ranges()[1]).toBeUndefined();
    clock.stall();
    const stalling = (async () => {
      while (requests.length < 3) {
        clock.stall();
        await nextTurn();
      }
    })();
    expect(await first).toMatchObject({ sha256: SHA256 });
    await stalling;
    await expectWhole();
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });
});

const REFUSED = {
  code: "KLINGKIT_DOWNLOAD_FILE_EXISTS",
  isRetryable: false,
  mayHaveCharged: "no",
  message: expect.stringMatching(
    /^\/.*fox\.mp4 exists already and has other content\. It was not changed, and the download bought nothing\. Choose another name, or pass `overwrite: true` to replace the file\.$/,
  ),
};
/** A disk without hard links, such as that of a camera. */
const withoutLinks = {
  ...nodeFileSystem,
  link: () =>
    Promise.reject(Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM" })),
};

describe.each([
  ["links", nodeFileSystem],
  ["no links", withoutLinks],
])("a name that is taken, on a disk with %s", (_, fileSystem) => {
  it("leaves the file of an earlier call as it is, and says so", async () => {
    const first = await run({ fileSystem });
    expect(first).not.toHaveProperty("alreadyExisted");
    const before = await stat(target);
    expect(await run({ fileSystem })).toEqual({ ...first, alreadyExisted: true });
    const { ino, mtimeMs } = await stat(target);
    expect({ ino, mtimeMs }).toEqual({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it.each([
    ["another length", Buffer.from("mine")],
    ["the same length", OTHER],
    ["no bytes", Buffer.alloc(0)],
  ])("refuses a file of %s and leaves nothing else behind", async (_, content) => {
    await writeFile(target, content);
    await expect(run({ fileSystem })).rejects.toMatchObject({ ...REFUSED, filePath: target });
    expect(content.equals(await readFile(target))).toBe(true);
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it("replaces none that is written while it downloads", async () => {
    const onProgress = ({ receivedBytes }: { receivedBytes: number }) => {
      if (receivedBytes >= 262_144) writeFileSync(target, OTHER);
    };
    await expect(run({ fileSystem, onProgress })).rejects.toMatchObject(REFUSED);
    expect(OTHER.equals(await readFile(target))).toBe(true);
  });

  it("gives the name to one of two downloads of different files", async () => {
    script = [serve(), serve({ body: OTHER })];
    const load = (name: string) =>
      download({ url: `${origin}/v/${name}.mp4` }, target, options({ fileSystem, expects: "any" }));
    const [first, second] = await Promise.allSettled([load("a"), load("b")]);
    const ends = [first, second].map((end) => (end?.status === "rejected" ? end.reason.code : end?.status));
    expect(ends.sort()).toEqual([REFUSED.code, "fulfilled"]);
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it("keeps the file that a symbolic link leads to, and the link", async () => {
    await writeFile(join(folder, "paid.mp4"), OTHER);
    await symlink("paid.mp4", target);
    await expect(run({ fileSystem })).rejects.toMatchObject(REFUSED);
    expect(await readlink(target)).toBe("paid.mp4");
    await run({ fileSystem, overwrite: true });
    await expectWhole();
    expect(OTHER.equals(await readFile(join(folder, "paid.mp4")))).toBe(true);
  });

  it("keeps a symbolic link that leads nowhere", async () => {
    await symlink("nowhere.mp4", target);
    await expect(run({ fileSystem })).rejects.toMatchObject(REFUSED);
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });
});

describe("a name that is taken", () => {
  it("is refused before the bytes are fetched, if their number differs", async () => {
    await writeFile(target, "mine");
    let receivedBytes = 0;
    const onProgress = (progress: { receivedBytes: number }) => {
      receivedBytes = progress.receivedBytes;
    };
    await expect(run({ onProgress })).rejects.toMatchObject(REFUSED);
    expect(receivedBytes).toBe(0);
  });

  it.skipIf(process.platform === "win32")(
    "is refused before anything is sent, if it is no file",
    async () => {
      execFileSync("mkfifo", [target]);
      await expect(run()).rejects.toMatchObject(REFUSED);
      expect(requests).toEqual([]);
    },
  );

  it("belongs to this very video where a crash left the part beside its file", async () => {
    script = [serve({ hangAfter: 700_000 }), serve()];
    const controller = new AbortController();
    const onProgress = ({ receivedBytes }: { receivedBytes: number }) => {
      if (receivedBytes >= 262_144) controller.abort();
    };
    await expect(run({ signal: controller.signal, onProgress })).rejects.toThrow();
    const part = await leftPart();
    await writeFile(part, VIDEO);
    await link(part, target);
    expect(await run()).toMatchObject({ sha256: SHA256, alreadyExisted: true });
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });
});

describe("resuming", () => {
  it("goes on after a cut with Range and If-Range", async () => {
    script = [serve({ cutAfter: 700_000 }), serve()];
    expect(await run()).toMatchObject({ sha256: SHA256, sizeBytes: VIDEO.length });
    expect(requests[1]?.headers).toMatchObject({ "if-range": '"v1"' });
    expect(Number(/^bytes=(\d+)-$/.exec(ranges()[1] ?? "")?.[1])).toBeGreaterThan(0);
  });

  it("goes on in a later call with what an aborted one left", async () => {
    script = [serve({ hangAfter: 700_000 }), serve()];
    const controller = new AbortController();
    const onProgress = ({ receivedBytes }: { receivedBytes: number }) => {
      if (receivedBytes >= 262_144) controller.abort();
    };
    await expect(run({ signal: controller.signal, onProgress })).rejects.toMatchObject({
      code: "KLINGKIT_ABORTED",
    });
    const left = await readdir(folder);
    expect(left).toHaveLength(1);
    expect(left[0]).toMatch(/^fox\.mp4\.part-/);
    const { size } = await nodeFileSystem.stat(await leftPart());
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(ranges()[1]).toBe(`bytes=${size - OVERLAP}-`);
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it("falls back on Last-Modified where the ETag is weak", async () => {
    const modified = "Fri, 20 Nov 2026 10:00:00 GMT";
    const withDate =
      (behaviour: Behaviour): Behaviour =>
      (request, response) => {
        response.setHeader("last-modified", modified);
        behaviour(request, response);
      };
    script = [
      withDate(serve({ etag: 'W/"v1"', cutAfter: 700_000 })),
      withDate(serve({ etag: 'W/"v1"', ignoresIfRange: true })),
    ];
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(requests[1]?.headers["if-range"]).toBe(modified);
  });

  it("starts anew where nothing identifies the file", async () => {
    script = [serve({ etag: "", cutAfter: 700_000 }), serve({ etag: "" })];
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(ranges()).toEqual([undefined, undefined]);
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it.each<[string, ServeOptions, number]>([
    ["a server that ignores Range", { ignoresRange: true }, 2],
    ["a file that changed", { etag: '"v2"' }, 2],
    ["a changed file at a server that ignores If-Range", { etag: '"v2"', ignoresIfRange: true }, 3],
  ])("starts anew with %s", async (_name, second, count) => {
    const old = Buffer.concat([VIDEO.subarray(0, 12), randomBytes(VIDEO.length - 12)]);
    script = [serve({ body: old, cutAfter: 700_000 }), serve(second), serve({ etag: '"v2"' })];
    expect(await run()).toMatchObject({ sha256: SHA256, sizeBytes: VIDEO.length });
    expect(requests).toHaveLength(count);
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it("finishes from the part alone when every byte is there", async () => {
    const rename: typeof nodeFileSystem.rename = (from, to) =>
      to === target
        ? Promise.reject(Object.assign(new Error("busy"), { code: "EBUSY" }))
        : nodeFileSystem.rename(from, to);
    const broken = { ...withoutLinks, rename };
    await expect(run({ fileSystem: broken })).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_WRITE_FAILED",
    });
    script = [
      (_request, response) =>
        void response.writeHead(416, { "content-range": `bytes */${VIDEO.length}` }).end(),
    ];
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(ranges()[1]).toBe(`bytes=${VIDEO.length - OVERLAP}-`);
  });

  it.each<[string, string, boolean]>([
    ["takes over the part of a process that has died", "999999999", true],
    ["leaves the part of a living process alone", String(process.ppid), false],
  ])("%s", async (_name, processId, isResumed) => {
    script = [serve({ cutAfter: 700_000 }), serve()];
    await expect(run({ maxRetries: 0 })).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_INTERRUPTED" });
    const left = await leftPart();
    await nodeFileSystem.rename(left, left.replace(`-${process.pid}-`, `-${processId}-`));
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(ranges()[1] !== undefined).toBe(isResumed);
  });

  it.each<[string, (from: number) => Buffer, Record<string, string>]>([
    ["bytes from elsewhere", (from) => VIDEO.subarray(100, 100 + VIDEO.length - from), { etag: '"v1"' }],
    ["another file without a mark", (from) => OTHER.subarray(from), {}],
    ["another file with the mark of the first", (from) => OTHER.subarray(from), { etag: '"v1"' }],
  ])("starts anew where a 206 brings %s", async (_name, bytesFrom, headers) => {
    const lie: Behaviour = (request, response) => {
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1]);
      const range = `bytes ${from}-${VIDEO.length - 1}/${VIDEO.length}`;
      response.writeHead(206, { ...headers, "content-range": range }).end(bytesFrom(from));
    };
    script = [serve({ cutAfter: 700_000 }), lie, serve()];
    expect(await run()).toMatchObject({ sha256: SHA256, sizeBytes: VIDEO.length });
    expect(ranges()[2]).toBeUndefined();
  });

  it("gets on with a server that cuts every connection before the compared bytes are over", async () => {
    script = [
      serve({ cutAfter: 700_000 }),
      serve({ cutAfter: 60_000 }),
      serve({ cutAfter: 60_000 }),
      serve(),
    ];
    expect(await run()).toMatchObject({ sha256: SHA256 });
    const starts = ranges().map((range) => Number(/\d+/.exec(range ?? "0")?.[0]));
    expect(starts[3]).toBeGreaterThan(starts[2] ?? 0);
    expect(starts[2]).toBeGreaterThan(starts[1] ?? 0);
  });

  it("compares a part that is shorter than what is compared", async () => {
    script = [serve({ cutAfter: 1000 }), serve({ ignoresIfRange: true })];
    expect(await run()).toMatchObject({ sha256: SHA256 });
  });

  it("starts anew when another range arrives than the one asked for", async () => {
    const wrong: Behaviour = (_request, response) => {
      const rest = VIDEO.subarray(10);
      const range = `bytes 10-${VIDEO.length - 1}/${VIDEO.length}`;
      response
        .writeHead(206, { "content-range": range, "content-length": rest.length, etag: '"v1"' })
        .end(rest);
    };
    script = [serve({ cutAfter: 700_000 }), wrong, serve()];
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(ranges()[2]).toBeUndefined();
  });

  it.each([
    ["promises", '"v1"', /continue after [1-9]/],
    ["does not promise", "", /Download again later/],
  ])("%s to continue where an ETag is '%s'", async (_name, etag, message) => {
    script = [serve({ cutAfter: 700_000, etag })];
    const failure = await run({ maxRetries: 0 }).catch((error: unknown) => error);
    expect(String(failure)).toMatch(message);
    expect(await readdir(folder)).toHaveLength(etag === "" ? 0 : 1);
  });

  it("lists no folder but the one of its own parts", async () => {
    script = [serve()];
    const listed: string[] = [];
    const readdirOf = (path: string) => {
      listed.push(path);
      return nodeFileSystem.readdir(path);
    };
    // biome-ignore lint/suspicious/noExplicitAny: the overloads of `readdir` that no download uses
    const fileSystem = { ...nodeFileSystem, readdir: readdirOf as any };
    expect(await run({ fileSystem })).toMatchObject({ sha256: SHA256 });
    expect(listed).toEqual([expect.stringContaining("fox.mp4.part-")]);
  });

  it("makes the folder of its part again when another download has removed it", async () => {
    script = [serve()];
    let removals = 2;
    const open: typeof nodeFileSystem.open = async (path, ...rest) => {
      if (removals > 0) {
        removals -= 1;
        await nodeFileSystem.rmdir(dirname(String(path)));
      }
      return nodeFileSystem.open(path, ...rest);
    };
    expect(await run({ fileSystem: { ...nodeFileSystem, open } })).toMatchObject({ sha256: SHA256 });
    expect(await readdir(folder)).toEqual(["fox.mp4"]);
  });

  it("does not continue another video's part under the same name", async () => {
    script = [serve({ cutAfter: 700_000 })];
    await expect(run({ maxRetries: 0 })).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_INTERRUPTED" });
    script = [serve(), serve()];
    await download({ url: `${origin}/v/other.mp4` }, target, options());
    expect(ranges().at(-1)).toBeUndefined();
  });
});

describe("links", () => {
  it("asks for a fresh link when the old one has expired and goes on with the part", async () => {
    script = [serve({ cutAfter: 700_000 }), answer(403), serve()];
    const file = await run({}, () => Promise.resolve(`${origin}/v/fox.mp4?sign=2`));
    expect(file.sha256).toBe(SHA256);
    expect(requests.map(({ url }) => url?.slice(-1))).toEqual(["1", "1", "2"]);
    expect(ranges()[2]).toMatch(/^bytes=\d+-$/);
  });

  it.each([401, 403, 404, 410])(
    "reports an expired link for HTTP %i, without the signature",
    async (status) => {
      script = [answer(status)];
      const failure = await run().catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "KLINGKIT_DOWNLOAD_LINK_EXPIRED", status, isRetryable: false });
      expect(String(failure)).not.toContain("sign=");
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it("gives up after three fresh links that are no good either", async () => {
    script = [answer(403)];
    let count = 0;
    const refresh = () => Promise.resolve(`${origin}/v/fox.mp4?sign=${++count}`);
    await expect(run({}, refresh)).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_LINK_EXPIRED" });
    expect(count).toBe(3);
  });

  it("follows redirects to allowed places", async () => {
    script = [answer(302, { location: "/moved.mp4" }), serve()];
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(requests[1]?.url).toBe("/moved.mp4");
  });

  it.each([
    "http://169.254.169.254/latest/meta-data",
    "https://127.0.0.1:1/x",
    "https://[::ffff:10.0.0.1]/x",
    "file:///etc/passwd",
    "//user:pw@example.com/x",
  ])("refuses a redirect to %s", async (location) => {
    script = [answer(302, { location })];
    await expect(run()).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_URL_REFUSED" });
    expect(requests).toHaveLength(1);
  });

  it("follows at most five redirects", async () => {
    script = [answer(302, { location: "/again" })];
    await expect(run()).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_TOO_MANY_REDIRECTS" });
    expect(requests).toHaveLength(6);
  });

  it("refuses loopback unless its origin is allowed", async () => {
    await expect(run({ allowedOrigins: [] })).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_URL_REFUSED",
    });
    await expect(run({ allowedOrigins: ["http://127.0.0.1:1"] })).rejects.toThrow(
      `download with \`allowedOrigins: ["${origin}"]\`.`,
    );
    const host = new URL(origin).host;
    const allowHint = (refused: string) => `Allow it: --allow-host ${refused}`;
    await expect(run({ allowedOrigins: [], allowHint })).rejects.toMatchObject({
      host,
      message: expect.stringMatching(`are downloaded\\. Allow it: --allow-host ${host}$`),
    });
    expect(requests).toHaveLength(0);
  });

  it.skipIf(!process.allowedNodeEnvironmentFlags.has("--use-env-proxy"))(
    "goes through a proxy, whose own address may be private",
    async () => {
      const connects: (string | undefined)[] = [];
      server.on("connect", ({ url }, socket) => {
        connects.push(url);
        socket.end("HTTP/1.1 502 no such host\r\n\r\n");
      });
      const HTTPS_PROXY = `http://localhost:${new URL(origin).port}`;
      const attempt = download({ url: "https://cdn.example.com/fox.mp4" }, target, {
        clock,
        proxyEnv: { HTTPS_PROXY },
        maxRetries: 0,
      });
      await expect(attempt).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_INTERRUPTED" });
      expect(connects).toEqual(["cdn.example.com:443"]);
    },
  );

  it("refuses a public name that leads to a private address", async () => {
    const attempt = download({ url: "https://cdn.example.com/fox.mp4" }, target, {
      clock,
      lookup: (_hostname, { all }, callback) =>
        all ? callback(null, [{ address: "10.1.2.3", family: 4 }]) : callback(null, "10.1.2.3", 4),
    });
    await expect(attempt).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_URL_REFUSED" });
  });
});

describe("bad servers", () => {
  it.each([
    ["an HTML page", "<!DOCTYPE html><title>403</title>", /HTML page/],
    ["a short JSON error", "{}", /JSON/],
    ["nothing", "", /empty/],
    ["a file of another kind", "RIFF0000WAVE", /sent a WAV file instead of a file of kind "video"/],
  ])("refuses %s that comes as 200 and keeps no byte of it", async (_name, body, message) => {
    script = [answer(200, { etag: '"x"' }, body)];
    const failure = await run().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "KLINGKIT_DOWNLOAD_NOT_MEDIA" });
    expect(String(failure)).toMatch(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it("notices a connection that broke while the part file was being opened", async () => {
    let onClosed = () => {};
    const closed = new Promise<void>((resolve) => {
      onClosed = resolve;
    });
    const cut: Behaviour = (request, response) => {
      response.on("close", onClosed);
      serve({ cutAfter: 10 })(request, response);
    };
    const open: typeof nodeFileSystem.open = async (...args) => {
      await closed;
      for (let turn = 0; turn < 50; turn += 1) await nextTurn();
      return nodeFileSystem.open(...args);
    };
    script = [cut, serve()];
    expect(await run({ fileSystem: { ...nodeFileSystem, open } })).toMatchObject({ sha256: SHA256 });
  });

  it("gives up with a resumable part when the server never sends the rest", async () => {
    script = [serve({ cutAfter: 700_000 }), serve({ cutAfter: 0 })];
    await expect(run({ maxRetries: 2 })).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_INTERRUPTED",
      isRetryable: true,
    });
    const left = await readdir(folder);
    expect(left).toHaveLength(1);
    expect(left[0]).toContain(".part-");
    expect(requests.length).toBeLessThanOrEqual(4);
  });

  it.each([-1, 1])("does not take a body that is %i byte off its declared length", async (difference) => {
    const given: typeof fetch = () => {
      const headers = { "content-length": String(VIDEO.length - difference) };
      return Promise.resolve(new Response(new Uint8Array(VIDEO), { headers }));
    };
    await expect(run({ fetch: given, maxRetries: 1 })).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_INTERRUPTED",
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses a file above the limit by its length, before reading it", async () => {
    await expect(run({ maxSizeBytes: 1000 })).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_TOO_LARGE" });
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses a file above the limit while reading it", async () => {
    script = [(_request, response) => void response.writeHead(200).end(VIDEO)];
    await expect(run({ maxSizeBytes: 500_000 })).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_TOO_LARGE",
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it("waits as long as Retry-After says, and doubles its own pauses", async () => {
    script = [answer(503, { "retry-after": "7" }), answer(500), answer(429), serve()];
    await run();
    expect(clock.sleptMs).toEqual([7000, 1500, 3000]);
  });

  it("does not repeat what another attempt cannot cure", async () => {
    script = [answer(400)];
    await expect(run()).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_HTTP_STATUS", status: 400 });
    expect(requests).toHaveLength(1);
  });

  it("leaves a stalled server and resumes", async () => {
    script = [serve({ hangAfter: 700_000 }), serve()];
    const file = run();
    while (requests.length < 2) {
      if (requests.length === 1) clock.stall();
      await nextTurn();
    }
    expect(await file).toMatchObject({ sha256: SHA256 });
  });

  it("gives a server up that drips, keeps the part, and resumes it in a later call", async () => {
    let sent = 0;
    const timers = createTimers();
    const body = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(new Uint8Array(VIDEO.subarray(sent, ++sent)));
          timers.pass(5000);
        },
      });
    const headers = { "content-length": String(VIDEO.length), etag: '"v1"' };
    const drip: typeof fetch = async () => new Response(body(), { headers });
    const failure = run({ fetch: drip, clock: timers }).catch((error: unknown) => error);
    expect(await failure).toMatchObject({
      code: "KLINGKIT_DOWNLOAD_STALLED",
      isRetryable: true,
      message: expect.stringContaining("less than 1024 bytes per second for 120 s"),
    });
    expect(await readdir(folder)).toEqual([expect.stringContaining(".part-")]);
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(ranges()[0]).toMatch(/^bytes=/);
  });

  it("warns of a file that came damaged twice with the same bytes", async () => {
    const cut = VIDEO.subarray(0, 300_000);
    script = [serve({ body: cut })];
    const file = await run();
    expect(file).toMatchObject({ sizeBytes: cut.length, warning: expect.stringContaining("cut off") });
    expect(requests).toHaveLength(2);
  });

  it("keeps the task on every error", async () => {
    script = [answer(400)];
    await expect(run({ taskId: "867283741759111202" })).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_HTTP_STATUS",
      taskId: "867283741759111202",
      filePath: target,
    });
  });

  it("reports a server that only ever stalls", async () => {
    script = [hang];
    let isSettled = false;
    const failure = run({ maxRetries: 1 })
      .catch((error: unknown) => error)
      .finally(() => {
        isSettled = true;
      });
    while (!isSettled) {
      clock.stall();
      await nextTurn();
    }
    expect(await failure).toMatchObject({ code: "KLINGKIT_DOWNLOAD_STALLED", isRetryable: true });
  });
});

describe("the disk", () => {
  const failWith = (code: string) => Object.assign(new Error(code), { code });

  it("reports a full disk and keeps what fits for a later call", async () => {
    let budget = 300_000;
    const open: typeof nodeFileSystem.open = async (...args) => {
      const handle = await nodeFileSystem.open(...args);
      const writev = handle.writev.bind(handle);
      handle.writev = (buffers, position) => {
        const first = buffers[0];
        if (budget <= 0 || !first) return Promise.reject(failWith("ENOSPC"));
        budget -= first.byteLength;
        // Only the first piece fits, as on a nearly full disk.
        // biome-ignore lint/suspicious/noExplicitAny: the generic return type repeats the caller's array type
        return writev([first], position ?? undefined) as Promise<any>;
      };
      return handle;
    };
    await expect(run({ fileSystem: { ...nodeFileSystem, open } })).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_DISK_FULL",
      isRetryable: true,
    });
    expect(await readdir(folder)).toEqual([expect.stringContaining(".part-")]);
    expect(await run()).toMatchObject({ sha256: SHA256 });
    expect(ranges()[1]).toMatch(/^bytes=[1-9]\d*-$/);
  });

  it("shows the system's own words for a failure that it has no advice for", async () => {
    const error = Object.assign(new Error("ENOENT: no such file or directory, open '/x.part-1'"), {
      code: "ENOENT",
    });
    const open = () => Promise.reject(error);
    await expect(run({ fileSystem: { ...nodeFileSystem, open } })).rejects.toThrow(
      "fox.mp4 failed (ENOENT: no such file or directory). Choose another file.",
    );
  });

  it("says why a folder may not be written", async () => {
    const open = () => Promise.reject(failWith("EACCES"));
    await expect(run({ fileSystem: { ...nodeFileSystem, open } })).rejects.toThrow(/EACCES.*permissions/);
  });

  it("refuses a folder as target before asking the server", async () => {
    await mkdir(target);
    await expect(run()).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_WRITE_FAILED" });
    expect(requests).toHaveLength(0);
  });

  it("ends where the system makes no folder, such as in /proc", async () => {
    const gone = Object.assign(new Error("ENOENT: no such file or directory"), { code: "ENOENT" });
    let tries = 0;
    const fileSystem = {
      ...nodeFileSystem,
      mkdir: (path: string, given?: object) => {
        tries += 1;
        // Node's own loop for `recursive` would not end.
        if (given !== undefined || tries > 20) throw new Error("the folder is asked for again and again");
        return path === folder ? nodeFileSystem.mkdir(path) : Promise.reject(gone);
      },
    } as unknown as typeof nodeFileSystem;
    const path = join(folder, "new", "fox.mp4");
    const attempt = download({ url: `${origin}/a.mp4` }, path, { ...options(), fileSystem });
    await expect(attempt).rejects.toMatchObject({
      code: "KLINGKIT_DOWNLOAD_WRITE_FAILED",
      message: expect.stringContaining("ENOENT"),
    });
  });

  it("refuses a path that goes through a file", async () => {
    await writeFile(join(folder, "file"), "x");
    const attempt = download({ url: `${origin}/a.mp4` }, join(folder, "file", "fox.mp4"), options());
    await expect(attempt).rejects.toMatchObject({ code: "KLINGKIT_DOWNLOAD_WRITE_FAILED" });
  });
});

describe("aborting", () => {
  const expectAbort = async (attempt: Promise<unknown>) => {
    await expect(attempt).rejects.toMatchObject({ code: "KLINGKIT_ABORTED", mayHaveCharged: "no" });
    expect(await readdir(folder)).not.toContain("fox.mp4");
  };

  it("does nothing when aborted before the start", async () => {
    await expectAbort(run({ signal: AbortSignal.abort() }));
    expect(requests).toHaveLength(0);
  });

  it("ends the wait for an answer", async () => {
    const controller = new AbortController();
    script = [() => controller.abort()];
    await expectAbort(run({ signal: controller.signal }));
  });

  it("ends the pause between attempts", async () => {
    const controller = new AbortController();
    script = [answer(503)];
    const sleep: Clock["sleep"] = (ms, signal) => {
      if (ms < STALL_MS) controller.abort();
      return clock.sleep(ms, signal);
    };
    await expectAbort(run({ signal: controller.signal, clock: { nowMs: clock.nowMs, sleep } }));
  });

  it("ends the wait for a fresh link", async () => {
    const controller = new AbortController();
    script = [answer(403)];
    const refresh = () => {
      queueMicrotask(() => controller.abort());
      return new Promise<string>(() => {});
    };
    await expectAbort(run({ signal: controller.signal }, refresh));
  });

  it("ends a fetch of the caller that ignores its signal", async () => {
    const controller = new AbortController();
    const given: typeof fetch = () => {
      queueMicrotask(() => controller.abort());
      return new Promise<Response>(() => {});
    };
    await expectAbort(run({ signal: controller.signal, fetch: given }));
  });

  it("passes on what a listener throws, and keeps the part", async () => {
    const onProgress = ({ receivedBytes }: { receivedBytes: number }) => {
      if (receivedBytes > 0) throw new RangeError("listener");
    };
    await expect(run({ onProgress })).rejects.toThrow(RangeError);
    expect(await readdir(folder)).toEqual([expect.stringContaining(".part-")]);
  });
});
