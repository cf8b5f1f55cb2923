/** Words that stand with a name and say nothing of who it is: titles, ranks, ordinals, particles of a rank. */
const HONORIFICS: ReadonlySet<string> = new Set(
  (
    'mr mrs ms miss mx dr doctor prof professor sir dame lord lady rev reverend fr father hon honourable ' +
    'captain capt colonel col major maj general gen lieutenant lt admiral sergeant sgt jr junior sr senior ' +
    'i ii iii iv v vi vii viii 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th ' +
    'baronet baron baroness bt bart earl viscount viscountess duke duchess marquess marquis count countess ' +
    'knight esq esquire phd md mba dds obe mbe cbe kcb herr frau mme mlle of the'
  ).split(' '),
);

export function isHonorific(word: string): boolean {
  return HONORIFICS.has(word);
}
