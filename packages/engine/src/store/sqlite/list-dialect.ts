import {
  type DialectAdapter,
  type PrimitiveValueListNode,
  type QueryCompiler,
  SqliteAdapter,
  SqliteDialect,
  SqliteQueryCompiler,
} from "kysely";
import { isLongList } from "../long-list.ts";

/** SQLite's dialect, in which a list of any length is one parameter: the library takes 32,766 of them. */
export class ListSqliteDialect extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new UnlockedAdapter();
  }

  override createQueryCompiler(): QueryCompiler {
    return new ListCompiler();
  }
}

/**
 * Kysely lets one query at a time have the connection, and when it ends it wakes all that wait for it: 100 queries at once take
 * 5,000 turns. A statement of `node:sqlite` ends before another one can begin, and transactions are the store's own.
 */
class UnlockedAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class ListCompiler extends SqliteQueryCompiler {
  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    if (!isLongList(node)) {
      super.visitPrimitiveValueList(node);
      return;
    }
    this.append("(select value from json_each(");
    this.appendValue(JSON.stringify(node.values));
    this.append("))");
  }
}
