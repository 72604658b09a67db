import { type PrimitiveValueListNode, type QueryCompiler, SqliteDialect, SqliteQueryCompiler } from "kysely";
import { isLongList } from "../long-list.ts";

/** SQLite's dialect, in which a list of any length is one parameter: the library takes 32,766 of them. */
export class ListSqliteDialect extends SqliteDialect {
  override createQueryCompiler(): QueryCompiler {
    return new ListCompiler();
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
