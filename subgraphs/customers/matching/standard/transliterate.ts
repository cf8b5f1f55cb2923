/** Letters of other scripts in Latin ones, as passports write them (ICAO 9303 for Cyrillic, ELOT 743 for Greek). */
const LETTERS: ReadonlyMap<string, string> = new Map(
  (
    'а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ' +
    'ч:ch ш:sh щ:shch ъ:ie ы:y ь: э:e ю:iu я:ia і:i ї:i є:ie ґ:g ў:u ј:j љ:lj њ:nj ћ:c ђ:d џ:dz ' +
    'α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o'
  )
    .split(' ')
    .map((pair): [string, string] => {
      const [letter = '', latin = ''] = pair.split(':');
      return [letter, latin];
    }),
);

const FOREIGN = /[\u0370-\u03FF\u0400-\u04FF]/gu;

/** Cyrillic and Greek letters of a folded text in Latin ones; everything else stays. */
export function transliterate(text: string): string {
  return text.replace(FOREIGN, (letter) => LETTERS.get(letter) ?? letter);
}
