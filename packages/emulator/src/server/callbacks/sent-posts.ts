/** A fetch that remembers what it is sending. */
export interface SentPosts {
  readonly fetch: (input: string, init: RequestInit) => Promise<Response>;
  /** Resolves when nothing is being sent. */
  settled(): Promise<void>;
}

export function createSentPosts(fetch: (input: string, init: RequestInit) => Promise<Response>): SentPosts {
  const posts = new Set<Promise<unknown>>();
  return {
    fetch(input, init) {
      const post = fetch(input, init);
      const done = post.catch(() => undefined).finally(() => posts.delete(done));
      posts.add(done);
      return post;
    },
    async settled() {
      // A delivery reaches its POST within one turn of the event loop.
      do {
        await Promise.all(posts);
        await new Promise((resolve) => setImmediate(resolve));
      } while (posts.size > 0);
    },
  };
}
