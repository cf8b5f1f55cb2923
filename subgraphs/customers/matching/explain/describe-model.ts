import { levelName, type MatchModel } from '../weigh/model.ts';

/** A model as a steward reads it: what each level of each field weighs, in Markdown. */
export function describeModel(model: MatchModel): string {
  const rows = model.fields.flatMap((field) =>
    field.weights
      .slice(1)
      .map((weight, index) => [
        field.name,
        levelName(field.kind, index + 1),
        (field.m[index + 1] ?? 0).toFixed(4),
        (field.u[index + 1] ?? 0).toExponential(2),
        weight.toFixed(2),
      ]),
  );
  const overlaps = model.overlaps.map(({ fields: [one, other], bits }) => [
    `${model.fields[one]?.name ?? ''} and ${model.fields[other]?.name ?? ''}`,
    'both same',
    '',
    '',
    (-bits).toFixed(2),
  ]);
  return markdownTable(
    ['field', 'level', 'among matches', 'among others', 'weight'],
    [['(before any evidence)', '', '', '', model.priorWeight.toFixed(2)], ...rows, ...overlaps],
  );
}

export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
