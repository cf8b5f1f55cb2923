import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
} from 'kysely';

/**
 * The text of a statement that never changes, made once from parts that others use as well. Parameters are
 * written as they are, `$1`. Throws an Error for a part that brings a parameter of its own: its number would be wrong.
 */
export function sqlText(statement: RawBuilder<unknown>): string {
  const { sql, parameters } = statement.compile(compiler);
  if (parameters.length === 0) return sql;
  throw new Error(`A statement's text must hold no values, but got: ${parameters.length}.`);
}

const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
