import {
  type BinaryOperationNode,
  OperatorNode,
  PostgresDialect,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
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
  /** `in ()` is no SQL here, as it is in SQLite: nothing is in an empty list. */
  protected override visitBinaryOperation(node: BinaryOperationNode): void {
    const { operator, rightOperand } = node;
    const isEmptyList = PrimitiveValueListNode.is(rightOperand) && rightOperand.values.length === 0;
    if (!isEmptyList || !OperatorNode.is(operator)) {
      super.visitBinaryOperation(node);
      return;
    }
    this.append(operator.operator === "in" ? "false" : "true");
  }

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
