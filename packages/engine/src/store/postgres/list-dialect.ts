import {
  PostgresDialect,
  PostgresQueryCompiler,
  type PrimitiveValueListNode,
  type QueryCompiler,
} from "kysely";
import { isLongList } from "../long-list.ts";

/** PostgreSQL's dialect, in which a list of any length is one parameter: the protocol takes 65,535 of them. */
export class ListPostgresDialect extends PostgresDialect {
  override createQueryCompiler(): QueryCompiler {
    return new ListCompiler();
  }
}

class ListCompiler extends PostgresQueryCompiler {
  protected override visitPrimitiveValueList(node: PrimitiveValueListNode): void {
    if (!isLongList(node)) {
      super.visitPrimitiveValueList(node);
      return;
    }
    const { values } = node;
    this.append("(select unnest(");
    this.appendValue(values);
    // The type of the column that is compared, so that its index is used.
    this.append(values.every(Number.isSafeInteger) ? "::bigint[]))" : "::text[]))");
  }
}
