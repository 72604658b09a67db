import { listenForCallbacks } from "@klingkit/engine";
import { expect, it } from "vitest";
import { createStoreSite } from "./support/stores.ts";

const SECRET = "a secret of more than 16 characters";

/** Paths that one store is given for secrets, one after the other. */
async function pathsOf(...secrets: readonly (string | undefined)[]): Promise<readonly string[]> {
  await using site = await createStoreSite();
  const store = await site.open();
  const paths: string[] = [];
  for (const pathSecret of secrets) {
    const listener = await listenForCallbacks({ store, ...(pathSecret === undefined ? {} : { pathSecret }) });
    paths.push(new URL(listener.url).pathname);
    await listener.close();
  }
  await store.close();
  return paths;
}

it("gives a store that was lost the same path again from the secret of the account", async () => {
  const [path] = await pathsOf(SECRET);
  expect(await pathsOf(SECRET)).toEqual([path]);
  expect(path).toMatch(/^\/callbacks\/[\w-]{32}$/);
  expect(await pathsOf(`${SECRET}.`)).not.toEqual([path]);
});

it("leaves a store the path that it has, whatever secret comes later", async () => {
  const [path, ...later] = await pathsOf(undefined, SECRET, undefined);
  expect(later).toEqual([path, path]);
});

it.each([undefined, "emulator"])(
  "makes a random path without a secret that nobody can guess: %s",
  async (secret) => {
    expect(await pathsOf(secret)).not.toEqual(await pathsOf(secret));
  },
);
