import type { Db } from "../store/schema.ts";

/** The job itself, or the one that replaced it last. */
export async function newestRetry(db: Db, id: string): Promise<string> {
  let newest = id;
  for (;;) {
    const next = await db
      .selectFrom("job")
      .select("id")
      .where("retry_of", "=", newest)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!next) return newest;
    newest = next.id;
  }
}
