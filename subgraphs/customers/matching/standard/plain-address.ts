/** Words of addresses and what they are short for. */
const SHORT_FORMS: ReadonlyMap<string, string> = new Map(
  (
    'st:street str:street rd:road ave:avenue av:avenue dr:drive ln:lane ct:court pl:place cres:crescent ' +
    'cct:circuit blvd:boulevard hwy:highway sq:square tce:terrace ter:terrace pde:parade cl:close gr:grove ' +
    'apt:apartment vlge:village bldg:building mt:mount n:north s:south e:east w:west ste:suite pkwy:parkway'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [short = '', long = ''] = pair.split(':');
      return [short, long];
    }),
);

/** An address with its short words written out. `st` at the beginning is a saint. */
export function plainAddress(text: string): string {
  if (!text.includes(' ')) return text;
  return text
    .split(' ')
    .map((word, place) => (place === 0 ? word : (SHORT_FORMS.get(word) ?? word)))
    .join(' ');
}
