/** Common given and family names, by language. No list of real persons: any pair of them is chance. */

export interface NameList {
  readonly women: readonly string[];
  readonly men: readonly string[];
  readonly families: readonly string[];
}

const words = (text: string): readonly string[] => Object.freeze(text.trim().split(/\s+/));

export const ENGLISH: NameList = Object.freeze({
  women:
    words(`Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Sandra
    Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie Rebecca Laura Sharon
    Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine
    Rachel Carolyn Janet Maria Olivia Heather Diane Julie Joyce Victoria Ruth Virginia Lauren Kelly Christina
    Joan Evelyn Judith Grace Hannah Sofia Chloe Alice Rosa Carmen Priya Mei Aisha Fatima`),
  men: words(`James Robert John Michael David William Richard Joseph Thomas Charles Christopher Daniel Matthew
    Anthony Mark Donald Steven Andrew Paul Joshua Kenneth Kevin Brian George Timothy Ronald Jason Edward
    Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory
    Alexander Patrick Frank Raymond Jack Dennis Jerry Tyler Aaron Jose Adam Nathan Henry Zachary Douglas Peter
    Kyle Noah Ethan Carlos Luis Ahmed Omar Wei Raj Diego`),
  families:
    words(`Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez
    Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark
    Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson
    Baker Hall Rivera Campbell Mitchell Carter Roberts Gomez Phillips Evans Turner Diaz Parker Cruz Edwards
    Collins Reyes Stewart Morris Morales Murphy Cook Rogers Gutierrez Ortiz Morgan Cooper Peterson Bailey Reed
    Kelly Howard Ramos Kim Cox Ward Richardson Watson Brooks Chavez Wood Bennett Gray Mendoza Ruiz Hughes
    Price Alvarez Castillo Sanders Patel Myers Long Ross Foster Jimenez Powell Jenkins Perry Russell Sullivan
    Bell Coleman Butler Henderson Barnes Fisher Vasquez Simmons Romero Jordan Patterson Alexander Hamilton
    Graham Reynolds Griffin Wallace West Cole Hayes Bryant Herrera Gibson Ellis Tran Medina Aguilar Stevens
    Murray Ford Castro Marshall Owens Harrison McDonald Woods Washington Kennedy Wells Vargas Chen Freeman
    Webb Tucker Guzman Burns Crawford Olson Simpson Porter Hunter Gordon Mendez Silva Shaw Snyder Mason Dixon
    O'Brien O'Connor Smith-Jones`),
});

export const GERMAN: NameList = Object.freeze({
  women:
    words(`Anna Marie Sabine Petra Monika Claudia Susanne Andrea Birgit Katrin Julia Lena Laura Lea Hannah
    Nina Ursula Renate Ingrid Karin Heike Stefanie Melanie Jana Sophie Käthe Ayşe`),
  men: words(`Thomas Michael Andreas Stefan Peter Wolfgang Klaus Jürgen Günter Dieter Frank Uwe Bernd Matthias
    Markus Christian Daniel Sebastian Tobias Jan Felix Lukas Leon Paul Jonas Björn Mehmet`),
  families:
    words(`Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer
    Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange Schmitt Werner
    Krause Lehmann Köhler Maier König Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Vogel Yılmaz`),
});

export const FRENCH: NameList = Object.freeze({
  women:
    words(`Marie Nathalie Isabelle Sylvie Catherine Françoise Christine Monique Valérie Sandrine Sophie
    Céline Julie Camille Léa Manon Chloé Inès Zoé Hélène Amélie Élodie Aurélie`),
  men: words(`Jean Pierre Michel Philippe Alain Nicolas Christophe Patrick Daniel Bernard Éric Laurent Frédéric
    François Stéphane Julien Thomas Hugo Lucas Théo Jérôme Rémi Karim`),
  families:
    words(`Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre
    Michel Garcia David Bertrand Roux Vincent Fournier Morel Girard André Lefèvre Mercier Dupont Lambert Bonnet
    François Martinez Legrand Garnier Faure Rousseau Blanc Guérin Muller Henry Roussel Benali`),
});

export const SWEDISH: NameList = Object.freeze({
  women:
    words(`Anna Eva Maria Karin Kristina Lena Sara Kerstin Emma Ingrid Marie Malin Jenny Birgitta Linnéa
    Åsa Annika Elin Ida Hanna Märta Sofia`),
  men: words(`Lars Mikael Anders Johan Erik Per Peter Karl Thomas Jan Daniel Fredrik Andreas Hans Magnus Bengt
    Björn Göran Åke Nils Olof Oskar`),
  families:
    words(`Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson
    Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström Olofsson
    Lindqvist Lindgren Berg Axelsson Bergström Lundberg Lind Lundgren Mattsson Berglund Fredriksson Sandberg
    Åberg Öberg Nyström`),
});

/** What people are called beside their given name. */
export const SHORT_FORMS: ReadonlyMap<string, string> = new Map([
  ['Robert', 'Bob'],
  ['William', 'Bill'],
  ['Richard', 'Rick'],
  ['James', 'Jim'],
  ['Michael', 'Mike'],
  ['Thomas', 'Tom'],
  ['Elizabeth', 'Liz'],
  ['Patricia', 'Pat'],
  ['Jennifer', 'Jen'],
  ['Katherine', 'Kate'],
  ['Margaret', 'Peggy'],
  ['Christopher', 'Chris'],
  ['Daniel', 'Dan'],
  ['Matthew', 'Matt'],
  ['Steven', 'Steve'],
  ['Andrew', 'Andy'],
  ['Joseph', 'Joe'],
  ['Deborah', 'Debbie'],
  ['Susan', 'Sue'],
  ['Rebecca', 'Becky'],
]);
