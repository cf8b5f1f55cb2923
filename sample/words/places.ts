/** Towns with what an address and a phone number there look like. Numbers are from ranges kept for fiction. */

export interface Town {
  readonly locality: string;
  /** As the country writes it; null where addresses have none. */
  readonly region: string | null;
  /** `#` is any digit, `@` any letter. */
  readonly postalCode: string;
  /** `#` is any digit. */
  readonly phone: string;
}

const town = (locality: string, region: string | null, postalCode: string, phone: string): Town =>
  Object.freeze({ locality, region, postalCode, phone });

export const US_TOWNS: readonly Town[] = Object.freeze([
  town('Albuquerque', 'NM', '871##', '(505) 555-01##'),
  town('Santa Fe', 'NM', '875##', '(505) 555-01##'),
  town('New York', 'NY', '100##', '(212) 555-01##'),
  town('Buffalo', 'NY', '142##', '(716) 555-01##'),
  town('Chicago', 'IL', '606##', '(312) 555-01##'),
  town('Springfield', 'IL', '627##', '(217) 555-01##'),
  town('Springfield', 'MA', '011##', '(413) 555-01##'),
  town('Boston', 'MA', '021##', '(617) 555-01##'),
  town('Houston', 'TX', '770##', '(713) 555-01##'),
  town('Austin', 'TX', '787##', '(512) 555-01##'),
  town('Phoenix', 'AZ', '850##', '(602) 555-01##'),
  town('San Diego', 'CA', '921##', '(619) 555-01##'),
  town('Los Angeles', 'CA', '900##', '(213) 555-01##'),
  town('Sacramento', 'CA', '958##', '(916) 555-01##'),
  town('Seattle', 'WA', '981##', '(206) 555-01##'),
  town('Portland', 'OR', '972##', '(503) 555-01##'),
  town('Denver', 'CO', '802##', '(303) 555-01##'),
  town('Atlanta', 'GA', '303##', '(404) 555-01##'),
  town('Miami', 'FL', '331##', '(305) 555-01##'),
  town('Columbus', 'OH', '432##', '(614) 555-01##'),
]);

export const GB_TOWNS: readonly Town[] = Object.freeze([
  town('London', null, 'SE# #@@', '020 7946 0###'),
  town('Leeds', null, 'LS# #@@', '0113 496 0###'),
  town('Bristol', null, 'BS# #@@', '0117 496 0###'),
  town('Glasgow', null, 'G# #@@', '0141 496 0###'),
]);

export const DE_TOWNS: readonly Town[] = Object.freeze([
  town('Berlin', null, '101##', '030 23125###'),
  town('Hamburg', null, '202##', '040 66969###'),
  town('München', null, '803##', '089 99998###'),
  town('Köln', null, '506##', '0221 4710###'),
]);

export const FR_TOWNS: readonly Town[] = Object.freeze([
  town('Paris', null, '750##', '06 39 98 ## ##'),
  town('Lyon', null, '690##', '06 39 98 ## ##'),
  town('Nantes', null, '440##', '06 39 98 ## ##'),
  town('Saint-Étienne', null, '420##', '06 39 98 ## ##'),
]);

export const SE_TOWNS: readonly Town[] = Object.freeze([
  town('Stockholm', null, '112 ##', '070-174 06 ##'),
  town('Göteborg', null, '411 ##', '031-390 06 ##'),
  town('Malmö', null, '211 ##', '040-628 04 ##'),
]);

export const ENGLISH_STREETS: readonly string[] = Object.freeze(
  `Main Street|Oak Avenue|Maple Street|Cedar Lane|Park Road|Washington Avenue|Lake Drive|Hill Road|Elm Street|
Pine Street|River Road|Church Street|Sunset Boulevard|Highland Avenue|Mill Lane|Station Road|Meadow Lane|
Spring Street|Forest Drive|Chestnut Street|2nd Street|5th Avenue|Market Street|Union Street|Prospect Avenue`
    .replaceAll('\n', '')
    .split('|'),
);

export const GERMAN_STREETS: readonly string[] = Object.freeze([
  'Hauptstraße',
  'Bahnhofstraße',
  'Gartenweg',
  'Schulstraße',
  'Lindenallee',
  'Am Markt',
  'Goethestraße',
  'Bergstraße',
]);

export const FRENCH_STREETS: readonly string[] = Object.freeze([
  'rue de la Paix',
  'rue Victor Hugo',
  'avenue de la Gare',
  "rue de l'Église",
  'place du Marché',
  'rue des Écoles',
  'boulevard Voltaire',
]);

export const SWEDISH_STREETS: readonly string[] = Object.freeze([
  'Storgatan',
  'Kungsgatan',
  'Skolgatan',
  'Björkvägen',
  'Ängsvägen',
  'Kyrkogatan',
]);
